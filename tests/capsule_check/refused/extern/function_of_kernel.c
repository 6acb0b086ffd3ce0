// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

extern void machine_halt(void); // expect: extern

void example_deferred(void)
{
    deferred_call_request();
}
