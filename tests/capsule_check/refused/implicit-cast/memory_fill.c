// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

#include <lib/memory.h>

static struct {
    uint8_t line[16];
} example CAPSULE_STATE;

void example_deferred(void)
{
    memset(example.line, 0, 64); // expect: implicit-cast
}
