// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

static uint32_t kind_of(enum buffer_kind kind)
{
    switch (kind) { // expect: switch, warning
    case BUFFER_READ_ONLY:
        return 1;
    }
    return 0;
}

void example_command(struct command *command)
{
    command_success_u32(command, kind_of(BUFFER_READ_WRITE));
}
