// SPDX-License-Identifier: Apache-2.0 OR MIT
// profile: chip
#include <stdint.h>

typedef uint32_t step_fn(uint32_t left);

uint32_t chip_pointer_handed_over_run(uint32_t left);

static uint32_t call(step_fn *next, uint32_t left) // expect: recursion
{
    return left == 0 ? 0 : next(left - 1);
}

static uint32_t step(uint32_t left) // expect: recursion
{
    return call(step, left);
}

uint32_t chip_pointer_handed_over_run(uint32_t left)
{
    return step(left);
}
