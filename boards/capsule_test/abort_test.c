// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "abort_test.h"

#include <boards/standard/standard.h>
#include <kernel/port.h>

static const struct {
    unsigned capsule;
    void (*command)(struct command *command);
    struct command call;
} failures[] = {
    {CAPSULE_LOOP_TEST, loop_test_command, {.number = 1}},
    {CAPSULE_TRAP_TEST, trap_test_command, {.number = 1}},
    {CAPSULE_TRAP_TEST, trap_test_command, {.number = 2, .argument = {0x30000000}}},
    {CAPSULE_TRAP_TEST, trap_test_command, {.number = 4, .argument = {0x30000000, 1}}},
};
enum { FAILURE_COUNT = sizeof(failures) / sizeof(failures[0]) };

/// Enters the capsule as if nothing had been entered, so that the watch over it begins anew.
static enum error call_from_base(unsigned index)
{
    struct command call = failures[index].call;
    struct capsule_record *record = capsule_record_current;
    board.capsule_status[failures[index].capsule].is_failed = false;
    capsule_record_current = NULL;
    enum error error = capsule_call(
        failures[index].capsule, (capsule_entry_fn)(void (*)(void))failures[index].command, &call);
    if (capsule_record_current != NULL) {
        error = ERROR_NONE; // Left in the chain: no abort as it must be.
    }
    capsule_record_current = record;
    return error;
}

void abort_test_command(struct command *command)
{
    if (command->number == COMMAND_EXISTS) {
        command_success(command);
        return;
    }
    // Values that a compiler keeps in the registers that a call preserves.
    uint32_t good = 0;
    uint32_t sum = 1;
    uint32_t product = 3;
    uint32_t mixed = 5;
    uint32_t step = 7;
    for (uint32_t i = 0; i < command->argument[0]; i++) {
        const uint32_t check = sum ^ product ^ mixed ^ step;
        const enum error error = call_from_base(i % FAILURE_COUNT);
        good += error == ERROR_FAILED && check == (sum ^ product ^ mixed ^ step) ? 1u : 0u;
        sum += i;
        product *= 3;
        mixed ^= product + i;
        step += mixed;
    }
    command_success_u32(command, good);
}
