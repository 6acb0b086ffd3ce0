// SPDX-License-Identifier: Apache-2.0 OR MIT
// One character is no text that ends.
#include "example.h"

static struct {
    char letter;
} example CAPSULE_STATE;

void example_fetch(struct terminal_piece *piece)
{
    text_add(&piece->text, &example.letter); // expect: constant-text
}
