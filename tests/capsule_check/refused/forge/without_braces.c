// SPDX-License-Identifier: Apache-2.0 OR MIT
// A view among others is set by position too.
#include "example.h"

static struct {
    uint8_t line[4];
} example CAPSULE_STATE;

void example_fetch(struct terminal_piece *piece)
{
    const struct const_span spans[2] = {CONST_SPAN_IN(example.line),
                                        {example.line, 100}}; // expect: forge
    text_add_span(&piece->text, AT(spans, 1));
}
