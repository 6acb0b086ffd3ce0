// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "second.h"

uint32_t example_second(uint32_t depth) // expect: recursion
{
    return example_first(depth) + 1u;
}
