// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"
#include <lib/ring.h>

static struct {
    RING(uint8_t, 0) bytes; // expect: array-size
} example CAPSULE_STATE;

void example_timer(void)
{
    (void)RING_PUT(example.bytes, 3);
}
