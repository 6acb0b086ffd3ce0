// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

struct r {
    uint8_t b[4];
};

static struct r make(void)
{
    struct r r = {{1, 2, 3, 4}};
    return r;
}

static struct {
    uint8_t line[16];
    uint32_t count;
} example CAPSULE_STATE;

void example_command(struct command *command)
{
    example.count = 1;
    struct const_span s = CONST_SPAN_OF_BYTE(AT(make().b, 1)); // expect: escape
    command_success_u32(command, const_span_byte(s, 0));
}
