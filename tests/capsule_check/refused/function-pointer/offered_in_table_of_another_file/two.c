// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "own.h"

#include <capsule.h>
#include <lib/checked_index.h>

static void other(void)
{
}

static const struct alarm_client clients[] = {
    {.fired = example_timer}, // expect: function-pointer
    {.fired = other},
};

void example_init(void);

void example_init(void)
{
    AT(clients, (uint32_t)time_now() % 2u).fired();
}
