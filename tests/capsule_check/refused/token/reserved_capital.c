// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

enum { _Limit = 4 }; // expect: token

void example_command(struct command *command)
{
    command_success_u32(command, _Limit); // expect: token
}
