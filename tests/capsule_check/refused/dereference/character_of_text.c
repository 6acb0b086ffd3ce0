// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_command(struct command *command)
{
    struct kernel_information kernel;
    kernel_describe(&kernel);
    command_success_u32(command, (uint32_t)kernel.version[40]); // expect: dereference
}
