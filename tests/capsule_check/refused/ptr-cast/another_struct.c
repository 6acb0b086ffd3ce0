// SPDX-License-Identifier: Apache-2.0 OR MIT
// A pointer to one structure becomes a pointer to a larger one.
#include "example.h"

struct wide {
    uint64_t words[100];
};

static void wide_clear(struct wide *wide)
{
    wide->words[99] = 0;
}

void example_command(struct command *command)
{
    wide_clear((struct wide *)command); // expect: ptr-cast
}
