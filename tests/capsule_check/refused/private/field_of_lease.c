// SPDX-License-Identifier: Apache-2.0 OR MIT
// A cursor is moved by copies only.
#include "example.h"

void example_command(struct command *command)
{
    struct lease lease;
    lease_take(command->process, BUFFER_READ_ONLY, 0, 4, &lease);
    lease.left_bytes_ = 4096; // expect: private
    command_success_u32(command, lease_left(&lease));
}
