// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_fetch(struct terminal_piece *piece)
{
    TEXT_PRINT(&piece->text, "%s", 4); // expect: warning
}
