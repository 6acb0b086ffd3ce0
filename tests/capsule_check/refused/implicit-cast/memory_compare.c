// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

#include <lib/memory.h>

void example_received(const struct uart_received *event)
{
    if (memcmp(event->bytes, "reset", 5) == 0) { // expect: implicit-cast
        deferred_call_request();
    }
}
