// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_deferred(void)
{
    for (;;) { // expect: loop
        example_uart.receive_pause();
    }
}
