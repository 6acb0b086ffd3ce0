// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"
#include "own.h"

void example_init(void)
{
    example_settings(); // expect: call
}
