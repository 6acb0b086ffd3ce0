// SPDX-License-Identifier: Apache-2.0 OR MIT
// An array as a parameter is a pointer, whatever length it names.
#include "example.h"

static uint64_t second_of(const struct process_id processes[4])
{
    return processes[1].number; // expect: dereference
}

void example_command(struct command *command)
{
    const struct process_id processes[4] = {{0}};
    command_success_u64(command, second_of(processes));
}
