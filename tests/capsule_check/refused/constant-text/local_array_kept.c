// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    const char *name CONSTANT_TEXT;
} example CAPSULE_STATE;

void example_deferred(void)
{
    char line[4] = "abc";
    example.name = line; // expect: constant-text
}
