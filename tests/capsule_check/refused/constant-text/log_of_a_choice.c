// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

void example_command(struct command *command)
{
    (void)CAPSULE_LOG("x"[command->number] == 'x' ? "a" : "b"); // expect: constant-text, subscript
}
