// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"
#include <lib/ring.h>

struct answer {
    enum error error;
};

static struct {
    RING(struct answer, 4) answers;
} example CAPSULE_STATE;

void example_command(struct command *command)
{
    (void)RING_PUT(example.answers, ((struct answer){command->number})); // expect: enum-cast
}
