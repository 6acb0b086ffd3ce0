// SPDX-License-Identifier: Apache-2.0 OR MIT
// A gate is declared once more.
#include "example.h"

void timer_cancel(void); // expect: extern

void example_deferred(void)
{
    deferred_call_request();
}
