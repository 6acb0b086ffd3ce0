// SPDX-License-Identifier: Apache-2.0 OR MIT
// A macro whose name ends in _ is private like a function.
#include "example.h"

void example_fetch(struct terminal_piece *piece)
{
    text_print(&piece->text, "%d", TEXT_1_(3)); // expect: private
}
