// SPDX-License-Identifier: Apache-2.0 OR MIT
// profile: chip
#include <stdint.h>

uint32_t chip_function_as_pointer_run(uint32_t left);

static uint32_t step(uint32_t left) // expect: recursion
{
    return left == 0 ? 0 : (*step)(left - 1);
}

uint32_t chip_function_as_pointer_run(uint32_t left)
{
    return step(left);
}
