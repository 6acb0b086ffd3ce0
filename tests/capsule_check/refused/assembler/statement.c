// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_init(void)
{
    __asm__("cpsid i"); // expect: assembler
}
