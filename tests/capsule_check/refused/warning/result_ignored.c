// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_command(struct command *command)
{
    uint8_t line[8] = {0};
    buffer_copy_in(command->process, BUFFER_READ_ONLY, 0, 0, SPAN_IN(line)); // expect: warning
    command_success_u32(command, line[0]);
}
