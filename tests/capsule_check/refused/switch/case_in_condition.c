// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_command(struct command *command)
{
    switch (command->number) {
    case 1:
        if (time_now() > 5) {
            timer_cancel();
            break;
        case 2: // expect: switch
            deferred_call_request();
        }
        break;
    default:
        break;
    }
}
