// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static const uint16_t delays[] = {1, 10, 100};

void example_command(struct command *command)
{
    timer_set(time_now() + delays[command->argument[1]]); // expect: subscript
}
