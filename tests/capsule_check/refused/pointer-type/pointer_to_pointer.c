// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static bool is_last(struct command **commands) // expect: pointer-type
{
    return commands == NULL;
}

void example_command(struct command *command)
{
    if (is_last(&command)) {
        deferred_call_request();
    }
}
