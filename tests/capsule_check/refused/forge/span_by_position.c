// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    uint8_t line[4];
} example CAPSULE_STATE;

void example_fetch(struct terminal_piece *piece)
{
    struct span span = {example.line, 64}; // expect: forge
    text_add_span(&piece->text, span_read_only(span));
}
