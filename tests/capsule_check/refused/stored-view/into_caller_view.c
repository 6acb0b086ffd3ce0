// SPDX-License-Identifier: Apache-2.0 OR MIT
// The callee puts a view of its own array into the view of its caller.
#include "example.h"

void example_fetch(struct terminal_piece *piece)
{
    uint8_t line[32] = {0};
    piece->text = TEXT_IN(line); // expect: stored-view
}
