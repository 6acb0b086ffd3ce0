// SPDX-License-Identifier: Apache-2.0 OR MIT
// The address goes through a conditional expression.
#include "example.h"

void example_command(struct command *command)
{
    struct process_id one = {0};
    struct process_id other = {0};
    struct process_id *chosen = command->number == 0 ? &one : &other; // expect: escape
    chosen->number = 0;
    command_success(command);
}
