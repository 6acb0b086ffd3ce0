// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_command(struct command *command)
{
    for (int_fast8_t i = 0; i < 4; i++) { // expect: fast-type
        deferred_call_request();
    }
    command_success(command);
}
