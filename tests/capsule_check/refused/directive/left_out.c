// SPDX-License-Identifier: Apache-2.0 OR MIT
// What is left out for the checker is read by nobody.
#include "example.h"

#ifndef __clang__ // expect: directive
static uint8_t *example_everything = (uint8_t *)0x20000000;
#endif // expect: directive

void example_deferred(void)
{
    deferred_call_request();
}
