// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

enum { EVENTS_MAX = 8 };

static struct {
    const char *reason CONSTANT_TEXT;
    uintptr_t address;
    uint32_t lost;
} example CAPSULE_STATE;

void example_deferred(void)
{
    struct kernel_event event;
    for (size_t i = 0; i < EVENTS_MAX && kernel_event_take(&event, &example.lost); i++) {
        if (event.kind == EVENT_IMAGE_REFUSED) {
            example.reason = event.reason;
            example.address = kernel_event_address(&event);
        }
    }
}
