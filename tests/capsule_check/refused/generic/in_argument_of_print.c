// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_fetch(struct terminal_piece *piece)
{
    TEXT_PRINT(&piece->text, "%d", _Generic(1, int: 3u, default: 4u)); // expect: generic
}
