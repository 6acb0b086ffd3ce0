// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_command(struct command *command)
{
    uint8_t line[16] = {0};
    struct lease lease;
    lease_take(command->process, BUFFER_READ_ONLY, 0, command->argument[0], &lease);
    enum error error = lease_read(&lease, SPAN_IN(line));
    if (error != ERROR_NONE) {
        command_failure(command, error);
        return;
    }
    uint32_t sum = 0;
    for (size_t i = 0; i < sizeof(line); i++) {
        sum += AT(line, i);
    }
    command_success_u32(command, sum);
}
