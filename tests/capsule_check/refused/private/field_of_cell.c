// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

#include <lib/cell.h>

static struct {
    OPTIONAL_CELL(uint32_t) limit;
} example CAPSULE_STATE;

void example_command(struct command *command)
{
    command_success_u32(command, example.limit.value_); // expect: private
}
