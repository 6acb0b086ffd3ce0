// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

#include "helper.c" // expect: include

void example_command(struct command *command)
{
    command_success_u32(command, HELPER_NUMBER);
}
