// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    uint32_t count_; // expect: private
} example CAPSULE_STATE;

void example_timer(void)
{
    example.count_++; // expect: private
}
