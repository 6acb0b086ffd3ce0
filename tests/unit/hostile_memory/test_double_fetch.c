// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The memory of a process, and the flash, change between any two reads of the kernel: see race.h.
#include <abi/system_call.h>
#include <string.h>

#include "outcome.h"
#include "race.h"
#include "scenario.h"
#include "support.h"

static bool is_program_counter(const struct contest *contest, uintptr_t address, uintptr_t frame)
{
    return contest->is_yield && (address - frame) / 4 == FRAME_WORD_PC;
}

static struct repeated_read repeated[] = {
    {"pc in the frame of a call that delivers an upcall itself", is_program_counter,
     "first it must lie in the program; then it is handed back to it, as where its function "
     "returns",
     false},
    {NULL, NULL, NULL, false},
};

static const struct scenario *scenario;

static void act(void)
{
    scenario_act(scenario);
}

static void the_kernel_sees_one_memory(void)
{
    scenario_boot();
    const struct machine_copy *booted = machine_keep();
    race_open(repeated, standard_board_settle);
    for (unsigned i = 0; i < scenario_count; i++) {
        machine_put_back(booted);
        scenario = &scenarios[i];
        check_context("%s", scenario->name);
        if (scenario->prepare != NULL) {
            scenario->prepare();
        }
        static const uint32_t none[4];
        const bool has_other = memcmp(scenario->other, none, sizeof none) != 0;
        race(&(struct contest){.name = scenario->name,
                               .act = act,
                               .is_yield =
                                   scenario->act == NULL && scenario->call[0] == SYSTEM_CALL_YIELD,
                               .other = has_other ? scenario->other : NULL});
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
