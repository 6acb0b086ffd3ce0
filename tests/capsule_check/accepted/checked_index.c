// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

struct entry {
    struct process_id process;
    uint32_t counts[4];
};

static struct {
    struct entry entries[8];
} example CAPSULE_STATE;

void example_command(struct command *command)
{
    struct entry entry = AT(example.entries, command->argument[0]);
    entry.process = command->process;
    entry.counts[3] = AT(entry.counts, command->argument[1]);
    AT(example.entries, command->argument[0]) = entry;
    AT(AT(example.entries, command->number).counts, 2)++;
    command_success_u32(command, example.entries[7].counts[0]);
}
