// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

struct own {
    uint32_t a;
};

static struct {
    uint32_t a;
} example CAPSULE_STATE;

void example_timer(void)
{
    for (example.a = 0; example.a < 4; example.a++) { // expect: loop
        timer_cancel();
    }
}
