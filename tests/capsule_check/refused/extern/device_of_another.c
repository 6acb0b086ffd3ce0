// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

extern const struct uart console_uart; // expect: extern

void example_deferred(void)
{
    console_uart.receive_pause();
}
