// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

struct request {
    uint32_t kind;
    union { // expect: union
        uint32_t number;
        uint16_t halves[2];
    };
};

void example_command(struct command *command)
{
    struct request request = {.kind = 1, .number = command->argument[0]};
    command_success_u32(command, request.halves[1]);
}
