// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static _Thread_local uint32_t example_count CAPSULE_STATE; // expect: token

void example_deferred(void)
{
    example_count++;
}
