// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

struct example_numbers {
    uint32_t address;
    uint32_t length;
};

struct BORROWED example_view {
    struct span bytes;
};

void example_command(struct command *command)
{
    enum error error = ERROR_NONE;
    WITH_GRANT(struct example_numbers, numbers, command->process, error)
    {
        numbers->address = command->argument[0];
        numbers->length = 4;
    }
    WITH_GRANT(struct example_view, view, command->process, error) // expect: forge
    {
        span_byte_set(view->bytes, 0, (uint8_t)command->argument[1]);
    }
    command_result(command, error);
}
