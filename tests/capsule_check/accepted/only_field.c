// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

struct owner {
    struct process_id process;
};

struct holder {
    struct owner owner;
};

struct count {
    uint32_t steps;
};

struct counted {
    struct count count;
};

void example_command(struct command *command)
{
    const struct owner by_place = {command->process};
    const struct owner by_name = {.process = command->process};
    const struct holder nobody = {0};
    const struct holder braces = {{{0}}};
    const struct holder deep = {.owner.process = command->process};
    const struct counted named = {.count.steps = command->number};
    const struct counted counted = {{command->number}};
    const bool is_same = process_id_equal(by_place.process, by_name.process) &&
                         process_id_equal(nobody.owner.process, braces.owner.process) &&
                         named.count.steps == counted.count.steps;
    (void)upcall_schedule(deep.owner.process, 0, is_same ? 1 : 0, 0, 0);
    command_success(command);
}
