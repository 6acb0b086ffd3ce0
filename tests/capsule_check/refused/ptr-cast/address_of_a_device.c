// SPDX-License-Identifier: Apache-2.0 OR MIT
// A number becomes a pointer to registers.
#include "example.h"

struct registers {
    uint32_t control;
};

static void line_stop(struct registers *registers)
{
    registers->control = 0;
}

void example_init(void)
{
    line_stop((struct registers *)0x40004000); // expect: ptr-cast
}
