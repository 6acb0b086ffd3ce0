// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

struct item {
    uint32_t number;
};

struct items {
    struct item of[4];
};

static struct items items_make(void)
{
    const struct items items = {.of = {{1}}};
    return items;
}

void example_command(struct command *command)
{
    struct item *first = &items_make().of[0]; // expect: escape
    first->number = 2;
    command_success_u32(command, first->number);
}
