// SPDX-License-Identifier: Apache-2.0 OR MIT
// profile: chip
#include "steps.h"

uint32_t chip_step(uint32_t left) // expect: recursion
{
    return left == 0 ? 0 : chip_next(left - 1);
}
