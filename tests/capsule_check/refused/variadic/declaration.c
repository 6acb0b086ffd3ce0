// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static void numbers_drop(uint32_t count, ...); // expect: variadic

void example_deferred(void)
{
    numbers_drop(1);
}

static void numbers_drop(uint32_t count, ...) // expect: variadic
{
    (void)count;
}
