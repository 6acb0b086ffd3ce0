// SPDX-License-Identifier: Apache-2.0 OR MIT
// A pointer in a structure of the capsule's own outlives what it points to.
#include "example.h"

struct waiting {
    struct command *command; // expect: pointer-type
};

static bool is_waiting(struct waiting waiting)
{
    return waiting.command != NULL;
}

void example_deferred(void)
{
    struct waiting waiting = {.command = NULL};
    if (is_waiting(waiting)) {
        deferred_call_request();
    }
}
