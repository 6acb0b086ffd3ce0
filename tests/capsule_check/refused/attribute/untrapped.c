// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

UNTRAPPED static void line_stop(void) // expect: attribute
{
    example_uart.receive_pause();
}

void example_deferred(void)
{
    line_stop();
}
