// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"
#include <lib/ring.h>

static struct {
    RING(struct const_span, 4) kept; // expect: stored-view
} example CAPSULE_STATE;

static void keep(void)
{
    uint8_t local[16] = {0};
    (void)RING_PUT(example.kept, CONST_SPAN_IN(local)); // expect: stored-view
}

void example_command(struct command *command)
{
    keep();
    struct const_span view = {0};
    if (RING_TAKE(example.kept, view)) { // expect: stored-view
        command_success_u32(command, const_span_byte(view, 0));
    }
}
