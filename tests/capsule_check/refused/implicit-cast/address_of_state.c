// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

#include <lib/memory.h>

static struct {
    uint32_t count;
} example CAPSULE_STATE;

void example_deferred(void)
{
    memory_clear(&example.count, 400); // expect: implicit-cast
}
