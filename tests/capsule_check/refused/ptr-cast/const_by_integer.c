// SPDX-License-Identifier: Apache-2.0 OR MIT
// The way over an integer loses const without a warning.
#include "example.h"

static void event_change(struct uart_received *event)
{
    event->lost_count = 0;
}

void example_received(const struct uart_received *event)
{
    event_change((struct uart_received *)(uintptr_t)event); // expect: ptr-cast
}
