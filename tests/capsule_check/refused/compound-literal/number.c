// SPDX-License-Identifier: Apache-2.0 OR MIT
// A compound literal of a number has an address.
#include "example.h"

void example_command(struct command *command)
{
    command_success_u32(command, (uint32_t){4}); // expect: compound-literal
}
