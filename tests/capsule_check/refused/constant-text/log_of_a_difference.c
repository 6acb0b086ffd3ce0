// SPDX-License-Identifier: Apache-2.0 OR MIT
// What stands behind the literal is done to the macro's text.
#include "example.h"

void example_command(struct command *command)
{
    (void)CAPSULE_LOG("x" - command->argument[0]); // expect: constant-text, pointer-arithmetic
}
