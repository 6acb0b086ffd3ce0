// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_fetch(struct terminal_piece *piece)
{
    char line[3] = {'o', 'k', '\n'};
    text_add(&piece->text, line); // expect: constant-text
}
