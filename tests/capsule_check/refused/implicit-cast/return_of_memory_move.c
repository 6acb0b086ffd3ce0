// SPDX-License-Identifier: Apache-2.0 OR MIT
// What comes back as void * fits every pointer.
#include "example.h"

#include <lib/memory.h>

struct wide {
    uint32_t words[64];
};

static struct {
    struct process_id process;
} example CAPSULE_STATE;

static uint32_t wide_last(const struct wide *wide)
{
    return wide->words[63];
}

void example_command(struct command *command)
{
    uint32_t word = wide_last(memset(&example.process, 0, 8)); // expect: implicit-cast
    command_success_u32(command, word);
}
