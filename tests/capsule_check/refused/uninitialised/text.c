// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_fetch(struct terminal_piece *piece)
{
    const char *name; // expect: uninitialised
    text_pad(&piece->text, sizeof(name));
}
