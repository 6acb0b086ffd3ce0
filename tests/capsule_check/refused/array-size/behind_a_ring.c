// SPDX-License-Identifier: Apache-2.0 OR MIT
// The macro's last bracket ends an array of the capsule's.
#include "example.h"
#include <lib/ring.h>

static struct {
    RING(uint8_t, 4]; uint8_t more[0) bytes; // expect: array-size
} example CAPSULE_STATE;

void example_timer(void)
{
    (void)RING_PUT(example.bytes, 3);
}
