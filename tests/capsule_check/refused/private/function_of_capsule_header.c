// SPDX-License-Identifier: Apache-2.0 OR MIT
// The gate below the checked one takes any length.
#include "example.h"

void example_command(struct command *command)
{
    uint8_t line[4] = {0};
    struct lease lease;
    lease_take(command->process, BUFFER_READ_ONLY, 0, 64, &lease);
    enum error error = lease_copy_(&lease, NULL, NULL, 64); // expect: private, implicit-cast
    if (AT(line, 0) == 0) {
        command_result(command, error);
    }
}
