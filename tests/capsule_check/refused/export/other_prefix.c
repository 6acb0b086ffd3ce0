// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

uint64_t other_count(void) // expect: export
{
    return time_now() + 1u;
}

void example_command(struct command *command)
{
    command_success_u64(command, other_count());
}
