// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

#include <lib/cell.h>

static struct {
    OPTIONAL_CELL(uint32_t a : 3; uint32_t) cell; // expect: bit-field
} example CAPSULE_STATE;

void example_command(struct command *command)
{
    (void)example;
    command_success(command);
}
