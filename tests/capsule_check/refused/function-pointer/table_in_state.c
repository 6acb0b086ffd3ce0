// SPDX-License-Identifier: Apache-2.0 OR MIT
// A table of functions that can be changed.
#include "example.h"

static struct {
    struct led_bank lights; // expect: function-pointer
    uint32_t count;
} example CAPSULE_STATE;

void example_deferred(void)
{
    example.count++;
}
