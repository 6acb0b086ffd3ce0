// SPDX-License-Identifier: Apache-2.0 OR MIT
// Nothing says that there is a zero byte at its end.
#include "example.h"

static struct {
    char name[8];
} example CAPSULE_STATE;

void example_fetch(struct terminal_piece *piece)
{
    text_add(&piece->text, example.name); // expect: constant-text
}
