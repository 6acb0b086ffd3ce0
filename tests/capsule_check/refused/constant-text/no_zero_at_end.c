// SPDX-License-Identifier: Apache-2.0 OR MIT
// A constant array, but the text goes on behind it.
#include "example.h"

static const char name[3] = {'a', 'b', 'c'};

void example_fetch(struct terminal_piece *piece)
{
    text_add(&piece->text, name); // expect: constant-text
}
