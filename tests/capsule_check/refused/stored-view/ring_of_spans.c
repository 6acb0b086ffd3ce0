// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

#include <lib/ring.h>

static struct {
    RING(struct const_span, 4) waiting; // expect: stored-view
} example CAPSULE_STATE;

void example_command(struct command *command)
{
    command_success_u32(command, (uint32_t)RING_COUNT(example.waiting));
}
