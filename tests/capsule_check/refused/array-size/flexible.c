// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

struct packet {
    uint32_t length;
    uint8_t bytes[]; // expect: array-size
};

static struct {
    struct packet packet;
} example CAPSULE_STATE;

void example_deferred(void)
{
    example.packet.length = 4;
}
