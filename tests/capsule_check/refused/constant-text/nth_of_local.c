// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_fetch(struct terminal_piece *piece)
{
    const char names[4] = {'a', 0, 'b', 'c'};
    text_add(&piece->text, TEXT_NTH(names, 1)); // expect: constant-text
}
