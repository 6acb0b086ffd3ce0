// SPDX-License-Identifier: Apache-2.0 OR MIT
// Any pointer becomes void *, so these functions would copy any number of bytes.
#include "example.h"

#include <lib/memory.h>

static struct {
    uint8_t line[16];
    uint8_t copy[8];
} example CAPSULE_STATE;

void example_deferred(void)
{
    memcpy(example.copy, example.line, sizeof(example.line)); // expect: implicit-cast
}
