// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_fetch(struct terminal_piece *piece)
{
    const uint8_t line[2] = {1, 2};
    text_add_bytes_(&piece->text, line, 200); // expect: private
}
