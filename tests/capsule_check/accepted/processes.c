// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_command(struct command *command)
{
    struct process_information shown;
    enum error error = process_describe(command->argument[0], &shown);
    if (error == ERROR_NONE) {
        enum process_action action = process_action_of(command->argument[1]);
        error = process_control(shown.id, action);
    }
    if (error == ERROR_NONE) {
        command_success_u32(command, (uint32_t)AT(shown.bounds, PROCESS_HEAP_START));
    } else {
        command_failure(command, error);
    }
}
