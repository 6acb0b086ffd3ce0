// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_fetch(struct terminal_piece *piece)
{
    piece->writer = (uint32_t)__builtin_strlen("text"); // expect: builtin
}
