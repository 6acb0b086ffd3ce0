// SPDX-License-Identifier: Apache-2.0 OR MIT
// The type of the table is the capsule's own, and not one of hal/.
#include "example.h"

struct action {
    uint32_t number;
    void (*run)(void); // expect: function-pointer
};

void example_command(struct command *command)
{
    struct action action = {.number = command->number};
    command_success_u32(command, action.number);
}
