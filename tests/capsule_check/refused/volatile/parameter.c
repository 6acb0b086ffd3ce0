// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static uint32_t control_read(const volatile struct uart_transmitted *event) // expect: volatile
{
    return event->status == ERROR_NONE ? 1 : 0;
}

void example_command(struct command *command)
{
    struct uart_transmitted event = {.status = ERROR_NONE};
    command_success_u32(command, control_read(&event));
}
