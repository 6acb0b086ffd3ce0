// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "part.h"
#include <lib/checked_index.h>
#include <stdint.h>

struct command { // expect: extern
    uint32_t words[1000];
};

void example_part(struct command *command)
{
    AT(command->words, 900) = 1;
}
