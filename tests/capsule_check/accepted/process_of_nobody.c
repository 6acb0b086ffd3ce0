// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    struct process_id owner;
    struct process_id waiting[2];
    uint32_t shown;
} example CAPSULE_STATE;

static struct process_id none(void)
{
    return (struct process_id){0};
}

void example_command(struct command *command)
{
    const struct process_id nobody = {0};
    example.owner.number = command->number == 1 ? command->process.number : 0;
    AT(example.waiting, command->argument[0]) = command->number == 2 ? command->process : none();
    example.waiting[0].number = 0;
    example.shown = (uint32_t)example.owner.number;
    if (!process_id_equal(example.owner, nobody) && !(example.owner.number == 0)) {
        example.owner = (struct process_id){0};
    }
    command_success(command);
}
