// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_command(struct command *command)
{
    switch (command->number) {
    default: {
        timer_cancel();
        break;
    case 2: // expect: switch
        deferred_call_request();
        break;
    }
    }
}
