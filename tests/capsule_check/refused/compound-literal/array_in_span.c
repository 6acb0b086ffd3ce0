// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_fetch(struct terminal_piece *piece)
{
    text_add_span(&piece->text, CONST_SPAN_IN((uint8_t[2]){65})); // expect: compound-literal
}
