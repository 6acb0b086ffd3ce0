// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_command(struct command *command)
{
    uint8_t line[4] = {0};
    struct lease lease = {{1, 0x01010000}, 0, 4}; // expect: forge
    command_result(command, lease_read(&lease, SPAN_IN(line)));
}
