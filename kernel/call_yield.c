// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "system_call.h"

#include <abi/system_call.h>

#include "scheduler.h"
#include "upcall.h"
#include "user_copy.h"

/// Nothing has come yet that the process waits for.
static NOINLINE int yield_sleep(struct process *process, enum process_state state)
{
    scheduler_wait(process, state);
    return 0;
}

/// Has the process run the function of the first event, which is there.
static NOINLINE int yield_run(struct process *process)
{
    if (upcall_deliver_first(process) != ERROR_NONE) {
        process_fault_current(FAULT_UPCALL_FRAME);
    }
    return 0;
}

static int yield_no_wait(struct process *process, struct user_address flag)
{
    // The flag is written before the function runs. An address that the process does not own is no
    // error: nothing is written.
    const bool has_function = upcall_has_function(process);
    (void)!user_store_8(process, flag, has_function ? 1 : 0);
    return has_function ? yield_run(process) : 0;
}

static int yield_wait_for(struct process *process, uint32_t word[4])
{
    // Which driver it is does not depend on what the process may use: waiting for what cannot come
    // is waiting for ever.
    unsigned driver = 0;
    while (driver < board.driver_count && board.drivers[driver].number != word[1]) {
        driver++;
    }
    struct upcall upcall;
    if (driver < board.driver_count && upcall_take_awaited(process, driver, word[2], &upcall)) {
        word[0] = upcall.argument[0];
        word[1] = upcall.argument[1];
        word[2] = upcall.argument[2];
        return 3;
    }
    process->awaited_driver = driver < board.driver_count ? (uint8_t)driver : DRIVER_NONE;
    process->counters.awaited_driver = word[1];
    process->counters.awaited_upcall = word[2];
    process->has_awaited = false;
    return yield_sleep(process, PROCESS_YIELDED_FOR);
}

static NOINLINE int yield_otherwise(struct process *process, uint32_t word[4])
{
    switch (word[0]) {
    case YIELD_NO_WAIT:
        return yield_no_wait(process, user_address_from_word(word[1]));
    case YIELD_WAIT_FOR:
        return yield_wait_for(process, word);
    default:
        return call_unknown();
    }
}

int call_yield(struct process *process, uint32_t word[4])
{
    if (word[0] != YIELD_WAIT) {
        return yield_otherwise(process, word);
    }
    if (upcall_has_function(process)) {
        return yield_run(process);
    }
    return yield_sleep(process, PROCESS_YIELDED);
}
