// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_deferred(void)
{
    if (example_uart.receive_pause != example_deferred) { // expect: function-pointer
        deferred_call_request();
    }
}
