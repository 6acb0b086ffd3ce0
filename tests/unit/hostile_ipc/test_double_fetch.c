// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The memory of two partners changes between any two reads of the kernel: see race.h.
#include <string.h>

#include "ipc_scenario.h"
#include "outcome.h"
#include "process.h"
#include "race.h"

static const struct ipc_scenario *scenario;

static void act(void)
{
    ipc_scenario_act(scenario);
}

/// The frame of a process whose registers have been collected for a fault.
static bool is_of_fault(const struct contest *contest, uintptr_t address, uintptr_t frame)
{
    (void)contest;
    (void)frame;
    bool is_it = false;
    for (unsigned row = 0; row < PROGRAMS; row++) {
        const struct process *process = process_in(row);
        is_it = is_it || (process->fault.has_registers &&
                          address - process->context.stack_pointer < FRAME_BYTES);
    }
    return is_it;
}

static struct repeated_read repeated[] = {
    {"the frame of a program that has faulted, for each register that its parent is told",
     is_of_fault, "they are told and nothing else; the program could have changed them before",
     false},
    {NULL, NULL, NULL, false},
};

static void the_kernel_sees_one_memory(void)
{
    ipc_scenario_boot();
    struct machine_copy *booted = machine_keep();
    race_open(repeated, settle);
    for (unsigned i = 0; i < ipc_scenario_count; i++) {
        machine_put_back(booted);
        scenario = &ipc_scenarios[i];
        check_context("%s", scenario->name);
        scenario->prepare();
        static const uint32_t none[4];
        const bool has_other = memcmp(scenario->other, none, sizeof none) != 0;
        race(&(struct contest){
            .name = scenario->name, .act = act, .other = has_other ? scenario->other : NULL});
    }
    race_close();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KERNEL_TEST(the_kernel_sees_one_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
