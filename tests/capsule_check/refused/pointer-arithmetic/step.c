// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_received(const struct uart_received *event)
{
    event++; // expect: pointer-arithmetic
    if (event->lost_count > 0) {
        deferred_call_request();
    }
}
