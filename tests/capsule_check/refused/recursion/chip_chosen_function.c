// SPDX-License-Identifier: Apache-2.0 OR MIT
// profile: chip
#include <stdint.h>

uint32_t chip_chosen_function_run(uint32_t left);

static uint32_t none(uint32_t left)
{
    return left;
}

static uint32_t step(uint32_t left) // expect: recursion
{
    return (left > 1 ? step : none)(left - 1);
}

uint32_t chip_chosen_function_run(uint32_t left)
{
    return step(left);
}
