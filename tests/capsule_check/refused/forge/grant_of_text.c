// SPDX-License-Identifier: Apache-2.0 OR MIT
// A number that was written through one type would come back as a pointer through another.
#include "example.h"

struct named {
    const char *name CONSTANT_TEXT;
};

void example_command(struct command *command)
{
    enum error error = ERROR_NONE;
    WITH_GRANT(struct named, named, command->process, error) // expect: forge
    {
        named->name = "text";
    }
    command_result(command, error);
}
