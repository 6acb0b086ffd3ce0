// SPDX-License-Identifier: Apache-2.0 OR MIT
// A board includes this, so its calls would reach what is defined here: as a part of the kernel.
#pragma once

#include <capsule.h>
#include <lib/checked_index.h>

static inline void example_command(struct command *command) // expect: extern
{
    AT(command->argument, command->number) = 1;
}
