// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

#include <lib/ring.h>

static struct {
    RING(struct const_span, 4) ring; // expect: stored-view
} example CAPSULE_STATE;

void example_command(struct command *command)
{
    (void)example;
    command_success(command);
}
