// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_fetch(struct terminal_piece *piece)
{
    if (piece->text.capacity_bytes_ < 128) { // expect: private
        text_add(&piece->text, "short\n");
    }
}
