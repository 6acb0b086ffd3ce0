// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

typedef uint32_t example_count; // expect: typedef

static example_count example CAPSULE_STATE;

void example_deferred(void)
{
    example++;
}
