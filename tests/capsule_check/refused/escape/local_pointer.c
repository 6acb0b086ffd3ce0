// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_command(struct command *command)
{
    struct process_id process = command->process;
    struct process_id *shown = &process; // expect: escape
    shown->number = 0;
    command_success(command);
}
