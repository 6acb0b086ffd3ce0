// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    const char *text CONSTANT_TEXT;
} example CAPSULE_STATE;

void example_deferred(void)
{
    example.text = NULL; // expect: implicit-cast
}
