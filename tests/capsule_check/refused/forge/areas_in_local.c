// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static struct {
    const struct byte_area *area;
} example CAPSULE_STATE;

static void area_keep(const struct byte_area *area)
{
    example.area = area;
}

void example_command(struct command *command)
{
    const struct byte_area areas[2] = {{0}, {0}}; // expect: forge
    area_keep(&areas[1]);
    command_success(command);
}
