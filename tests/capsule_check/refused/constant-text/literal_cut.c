// SPDX-License-Identifier: Apache-2.0 OR MIT
// The array has no room for the zero byte of its literal.
#include "example.h"

static const char name[3] = "abc";

void example_fetch(struct terminal_piece *piece)
{
    text_add(&piece->text, name); // expect: constant-text
}
