// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    uint32_t count;
    bool is_open;
    uint8_t line[16];
    struct process_id served;
} example CAPSULE_STATE;

void example_init(void)
{
    example.is_open = true;
    deferred_call_request();
}

void example_deferred(void)
{
    example.count++;
    if (example.is_open && example.count > 3) {
        example.served.number = 0;
        example.line[15] = (uint8_t)example.count;
    }
}
