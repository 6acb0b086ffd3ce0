// SPDX-License-Identifier: Apache-2.0 OR MIT
// profile: chip
#include <stdint.h>

typedef uint32_t step_fn(uint32_t left);

uint32_t chip_pointer_to_pointer_run(uint32_t left);
static uint32_t step(uint32_t left);

static step_fn *next;

static uint32_t call(step_fn **to, uint32_t left) // expect: recursion
{
    return (*to)(left);
}

static uint32_t step(uint32_t left) // expect: recursion
{
    return left == 0 ? 0 : call(&next, left - 1);
}

uint32_t chip_pointer_to_pointer_run(uint32_t left)
{
    next = step;
    return step(left);
}
