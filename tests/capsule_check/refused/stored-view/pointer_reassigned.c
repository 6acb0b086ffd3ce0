// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    struct process_id first;
    struct process_id second;
} example CAPSULE_STATE;

void example_command(struct command *command)
{
    struct process_id *served = &example.first;
    if (command->number == 1) {
        served = &example.second; // expect: stored-view
    }
    served->number = command->process.number;
    command_success(command);
}
