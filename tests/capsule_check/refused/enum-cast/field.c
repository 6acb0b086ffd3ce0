// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    enum error last;
} example CAPSULE_STATE;

void example_received(const struct uart_received *event)
{
    example.last = event->lost_count; // expect: enum-cast
}
