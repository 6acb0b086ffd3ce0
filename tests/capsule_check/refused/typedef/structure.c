// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

typedef struct example_client {
    uint32_t count;
} example_client; // expect: typedef

static example_client example CAPSULE_STATE;

void example_deferred(void)
{
    example.count++;
}
