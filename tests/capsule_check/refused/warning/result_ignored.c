// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_command(struct command *command)
{
    uint8_t line[8] = {0};
    struct lease lease;
    lease_take(command->process, BUFFER_READ_ONLY, 0, 8, &lease);
    lease_read(&lease, SPAN_IN(line)); // expect: warning
    command_success_u32(command, line[0]);
}
