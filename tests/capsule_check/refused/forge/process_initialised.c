// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "example.h"

enum { SLOT_SHIFT = 56 };

void example_command(struct command *command)
{
    const struct process_id by_name = {.number = command->argument[0]};         // expect: forge
    const struct process_id by_place = {command->argument[0]};                  // expect: forge
    const struct command inside = {.process.number = 1};                        // expect: forge
    const struct command braced = {.process = {1}};                             // expect: forge
    const struct command bare = {2, 1};                                         // expect: warning
    (void)upcall_schedule((struct process_id){1ull << SLOT_SHIFT}, 0, 0, 0, 0); // expect: forge
    (void)upcall_schedule(by_name, 0, 0, 0, 0);
    (void)upcall_schedule(by_place, 0, 0, 0, 0);
    (void)upcall_schedule(inside.process, 0, 0, 0, 0);
    (void)upcall_schedule(braced.process, 0, 0, 0, 0);
    (void)upcall_schedule(bare.process, 0, 0, 0, 0);
}
