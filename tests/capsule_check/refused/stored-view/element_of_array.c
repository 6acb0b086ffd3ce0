// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_fetch(struct terminal_piece *piece)
{
    struct const_span spans[2] = {{0}, {0}};
    for (size_t i = 0; i < 1; i++) {
        uint8_t inner[8] = {0};
        AT(spans, i) = CONST_SPAN_IN(inner); // expect: stored-view
    }
    text_add_span(&piece->text, spans[0]);
}
