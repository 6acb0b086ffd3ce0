// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    const char *text CONSTANT_TEXT;
    char line[4];
} example CAPSULE_STATE;

void example_timer(void)
{
    example.text = time_hz() > 1 ? "a" : example.line; // expect: constant-text
}
