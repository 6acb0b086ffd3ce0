// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_command(struct command *command)
{
    enum buffer_kind kind = BUFFER_READ_WRITE;
    command_result(command, (enum error)kind); // expect: enum-cast
}
