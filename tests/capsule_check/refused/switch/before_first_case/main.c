// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"
#include "own.h"

void example_command(struct command *command)
{
    switch (command->number) {    // expect: switch
        struct example_view view; // expect: switch
    case 1:
        example_use(&view);
        break;
    default:
        break;
    }
}
