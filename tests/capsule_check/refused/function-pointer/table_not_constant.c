// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static void line_pause(void)
{
    deferred_call_request();
}

void example_deferred(void)
{
    struct uart line = {.receive_pause = line_pause}; // expect: function-pointer, forge
    if (line.receive_pause != NULL) {                 // expect: function-pointer
        deferred_call_request();
    }
}
