// SPDX-License-Identifier: Apache-2.0 OR MIT
// profile: chip
#include <stdint.h>

uint32_t chip_constant_array_run(uint32_t left);
static uint32_t odd(uint32_t left);
static uint32_t even(uint32_t left);

static uint32_t (*const next[2])(uint32_t left) = {even, odd};

static uint32_t odd(uint32_t left) // expect: recursion
{
    return even(left + 1);
}

static uint32_t even(uint32_t left) // expect: recursion
{
    return left == 0 ? 0 : next[left & 1](left / 2);
}

uint32_t chip_constant_array_run(uint32_t left)
{
    return odd(left);
}
