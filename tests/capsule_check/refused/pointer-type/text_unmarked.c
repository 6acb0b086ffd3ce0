// SPDX-License-Identifier: Apache-2.0 OR MIT
// A text that is kept must be marked, and then come from constants.
#include "example.h"

static struct {
    const char *name; // expect: pointer-type
} example CAPSULE_STATE;

void example_fetch(struct terminal_piece *piece)
{
    text_add(&piece->text, example.name);
}
