// SPDX-License-Identifier: Apache-2.0 OR MIT
// profile: chip
#include <stdint.h>

struct steps {
    uint32_t (*first)(uint32_t left);
    uint32_t (*second)(uint32_t left);
};

uint32_t chip_own_table_run(uint32_t left);
static uint32_t step(uint32_t left);

static const struct steps steps = {.first = step, .second = step};

static uint32_t step(uint32_t left) // expect: recursion
{
    return left == 0 ? 0 : steps.second(left - 1);
}

uint32_t chip_own_table_run(uint32_t left)
{
    return steps.first(left);
}
