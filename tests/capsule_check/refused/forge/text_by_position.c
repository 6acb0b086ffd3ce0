// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    uint8_t line[4];
} example CAPSULE_STATE;

void example_fetch(struct terminal_piece *piece)
{
    struct text text = {example.line, 400, 300}; // expect: forge
    text_add_span(&piece->text, text_span(&text));
}
