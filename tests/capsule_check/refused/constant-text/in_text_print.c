// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_fetch(struct terminal_piece *piece)
{
    char line[4] = "abc";
    TEXT_PRINT(&piece->text, "%s", line); // expect: constant-text
}
