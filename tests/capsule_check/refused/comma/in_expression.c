// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_command(struct command *command)
{
    uint32_t number = 0;
    number = (command_success(command), 1u); // expect: comma
    if (number == 1) {
        deferred_call_request();
    }
}
