// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static void line_stop() // expect: prototype
{
    example_uart.receive_pause();
}

void example_deferred(void)
{
    line_stop();
}
