// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

__asm__(".global example_secret"); // expect: assembler

void example_init(void)
{
    deferred_call_request();
}
