// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    uint8_t line[4];
} example CAPSULE_STATE;

void example_fetch(struct terminal_piece *piece)
{
    text_add_span(&piece->text, (struct const_span){example.line, 64}); // expect: forge
}
