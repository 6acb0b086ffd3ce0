// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static const char text[] = {'a', 'b'};

static struct {
    const char *text CONSTANT_TEXT;
} example CAPSULE_STATE;

void example_timer(void)
{
    example.text = text; // expect: constant-text
}
