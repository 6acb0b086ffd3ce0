// SPDX-License-Identifier: Apache-2.0 OR MIT
// The board's computation of the stack takes this for a call of the kernel's only.
#include "example.h"

#include <hal/alarm.h>

static void other(void)
{
}

static const struct alarm_client clients[] = {
    {.fired = other}, {.fired = example_timer}, // expect: function-pointer
};

void example_timer(void)
{
}

void example_deferred(void)
{
    AT(clients, (uint32_t)time_now() % 2u).fired();
}
