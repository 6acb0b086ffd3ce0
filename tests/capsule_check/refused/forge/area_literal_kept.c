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
    area_keep(&(const struct byte_area){0}); // expect: forge
    command_success(command);
}

void example_timer(void)
{
    (void)const_span_byte(area_part(example.area, 0, 4), 0);
}
