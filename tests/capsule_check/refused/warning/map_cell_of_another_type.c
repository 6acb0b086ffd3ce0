// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

#include <lib/cell.h>

struct c {
    uint32_t n;
};

struct d {
    uint32_t n[50];
};

static struct {
    MAP_CELL(struct c) cell;
} example CAPSULE_STATE;

void example_command(struct command *command)
{
    enum error error = ERROR_NONE;
    WITH_MAP(struct d, c, example.cell, error) // expect: warning
    {
        AT(c->n, 40) = 1;
    }
    command_result(command, error);
}
