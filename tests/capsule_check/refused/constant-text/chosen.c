// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_fetch(struct terminal_piece *piece)
{
    char line[4] = "abc";
    text_add(&piece->text, piece->is_prompt_lost ? line : "lost"); // expect: constant-text
}
