// SPDX-License-Identifier: Apache-2.0 OR MIT
// A prototype needs no keyword to name a function of somebody else.
#include "example.h"

void machine_halt(void); // expect: extern

void example_deferred(void)
{
    deferred_call_request();
}
