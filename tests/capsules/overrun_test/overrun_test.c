// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "overrun_test.h"

#include <lib/checked_index.h>

enum { NUMBERS_MAX = 2 };

static struct {
    uint32_t count;
    uint32_t numbers[NUMBERS_MAX];
} overrun_test CAPSULE_STATE;

void overrun_test_command(struct command *command)
{
    if (command->number == COMMAND_EXISTS) {
        command_success(command);
        return;
    }
    AT(overrun_test.numbers, overrun_test.count) = command->argument[0];
    overrun_test.count++;
    command_success_u32(command, overrun_test.count);
}
