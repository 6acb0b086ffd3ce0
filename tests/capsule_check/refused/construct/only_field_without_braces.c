// SPDX-License-Identifier: Apache-2.0 OR MIT
// Clang asks for no braces around the value of an only field, and there is no list of its own.
#include "example.h"

struct owner {
    struct process_id process;
};

struct holder {
    struct owner owner;
};

void example_command(struct command *command)
{
    const struct owner by_place = {1};                // expect: construct
    const struct owner by_name = {.process = 1};      // expect: construct
    const struct holder deep = {1};                   // expect: construct
    const struct holder named = {.owner.process = 1}; // expect: construct
    (void)upcall_schedule(by_place.process, 0, 0, 0, 0);
    (void)upcall_schedule(by_name.process, 0, 0, 0, 0);
    (void)upcall_schedule(deep.owner.process, 0, 0, 0, 0);
    (void)upcall_schedule(named.owner.process, 0, 0, 0, 0);
    command_success(command);
}
