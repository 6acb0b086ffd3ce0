// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_received(const struct uart_received *event)
{
    const struct uart_received *other; // expect: uninitialised
    if (event->lost_count > 0) {
        timer_set(time_now() + sizeof(other));
    }
}
