// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

#include <lib/cell.h>

static struct {
    VALUE_CELL(uint32_t *p; uint32_t) cell; // expect: pointer-type
} example CAPSULE_STATE;

void example_command(struct command *command)
{
    (void)example;
    command_success(command);
}
