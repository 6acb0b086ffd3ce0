// SPDX-License-Identifier: Apache-2.0 OR MIT
// An array decays, and the sum points behind it.
#include "example.h"

static struct {
    struct process_id processes[4];
} example CAPSULE_STATE;

static uint64_t number_of(const struct process_id *process)
{
    return process->number;
}

void example_command(struct command *command)
{
    command_success_u64(command, number_of(example.processes + 4)); // expect: pointer-arithmetic
}
