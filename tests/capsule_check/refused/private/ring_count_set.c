// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

#include <lib/ring.h>

static struct {
    RING(uint8_t, 4) typed;
} example CAPSULE_STATE;

void example_deferred(void)
{
    example.typed.places_.count_ = 9; // expect: private
}
