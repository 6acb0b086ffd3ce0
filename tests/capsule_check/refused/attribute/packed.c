// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

struct __attribute__((packed)) example_client { // expect: attribute
    uint8_t kind;
    uint32_t count;
};

static struct {
    struct example_client client;
} example CAPSULE_STATE;

void example_deferred(void)
{
    example.client.count++;
}
