// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

#include <lib/cell.h>

struct own {
    uint32_t content_; // expect: private
    enum map_use use_; // expect: private
};

static struct {
    struct own cell;
} example CAPSULE_STATE;

void example_command(struct command *command)
{
    (void)example;
    command_success(command);
}
