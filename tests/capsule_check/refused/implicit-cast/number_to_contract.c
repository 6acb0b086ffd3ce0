// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_timer(void)
{
    (void)example_uart.transmit(0x20000000); // expect: implicit-cast, warning
}
