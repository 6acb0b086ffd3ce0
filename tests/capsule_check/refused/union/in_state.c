// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    union { // expect: union
        uint64_t time;
        uint32_t halves[2];
    } shown;
} example CAPSULE_STATE;

void example_command(struct command *command)
{
    example.shown.time = time_now();
    command_success_u32(command, example.shown.halves[0]);
}
