// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_command(struct command *command)
{
    command_success_u32(command, (uint32_t)example_area.capacity_bytes_); // expect: private
}
