// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

enum { PERIOD_DIVISOR = 20 };

static struct {
    uint64_t due_at;
    bool is_set;
} example CAPSULE_STATE;

static void timer_start(uint64_t now)
{
    example.due_at = now + time_hz() / PERIOD_DIVISOR;
    example.is_set = true;
    timer_set(example.due_at);
}

void example_init(void)
{
    timer_start(time_now());
}

void example_timer(void)
{
    uint64_t now = time_now();
    if (example.is_set && example.due_at <= now) {
        timer_start(now);
    } else {
        timer_cancel();
    }
}
