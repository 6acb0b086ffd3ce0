// SPDX-License-Identifier: Apache-2.0 OR MIT
// profile: chip
#include <stdint.h>

uint32_t chip_constant_pointer_run(uint32_t left);
static uint32_t step(uint32_t left);

static uint32_t (*const next)(uint32_t left) = step;

static uint32_t step(uint32_t left) // expect: recursion
{
    return left == 0 ? 0 : next(left - 1);
}

uint32_t chip_constant_pointer_run(uint32_t left)
{
    return step(left);
}
