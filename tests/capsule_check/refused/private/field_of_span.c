// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_fetch(struct terminal_piece *piece)
{
    uint8_t line[8] = {0};
    struct span span = SPAN_IN(line);
    span.length_bytes_ = 64; // expect: private
    span_byte_set(span, 60, 1);
    text_add_span(&piece->text, span_read_only(span));
}
