// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_init(void)
{
    (void)example_uart.receive_start();
    for (uint32_t i = 0; i < 32 && i < example_lights.count; i++) {
        example_lights.set(i, !example_lights.is_on(i));
    }
}

void example_deferred(void)
{
    struct terminal_focus focus = {.process = {0}};
    if (example_terminal.focus_set(&focus) == ERROR_NONE && focus.has_output) {
        struct terminal_request request = {.client = TERMINAL_PROGRAMS, .writer = 3};
        (void)example_terminal.request(&request);
    }
}
