// SPDX-License-Identifier: Apache-2.0 OR MIT
// The gate below the checked one takes any length.
#include "example.h"

void example_command(struct command *command)
{
    uint8_t line[4] = {0};
    enum error error = buffer_copy_in_(command->process, BUFFER_READ_ONLY, 0, 0, // expect: private
                                       NULL, 64);
    if (AT(line, 0) == 0) {
        command_result(command, error);
    }
}
