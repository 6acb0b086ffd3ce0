// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "system_call.h"

#include <abi/system_call.h>

#include "upcall.h"
#include "user_copy.h"

/// Runs the function of the first event, if there is one. The process goes on either way.
static bool yield_run(struct process *process)
{
    struct upcall upcall;
    if (!upcall_take_function(process, &upcall)) {
        return false;
    }
    if (upcall_deliver(process, &upcall) != ERROR_NONE) {
        process_fault_current(FAULT_UPCALL_FRAME);
    }
    return true;
}

static int yield_no_wait(struct process *process, uint32_t flag_address)
{
    // The flag is written before the function runs. An address that the process does not own is no
    // error: nothing is written.
    (void)!user_store_8(process, user_address_from_word(flag_address),
                        upcall_has_function(process) ? 1 : 0);
    (void)yield_run(process);
    return 0;
}

static int yield_wait(struct process *process)
{
    if (!yield_run(process)) {
        process->state = PROCESS_YIELDED;
        process_ready_update(process);
    }
    return 0;
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
    process->awaited_driver_number = word[1];
    process->awaited_upcall = word[2];
    process->has_awaited = false;
    process->state = PROCESS_YIELDED_FOR;
    process_ready_update(process);
    return 0;
}

int call_yield(struct process *process, uint32_t word[4])
{
    switch (word[0]) {
    case YIELD_NO_WAIT:
        return yield_no_wait(process, word[1]);
    case YIELD_WAIT:
        return yield_wait(process);
    case YIELD_WAIT_FOR:
        return yield_wait_for(process, word);
    default:
        process_fault_current(FAULT_UNKNOWN_CALL);
        return KERNEL_CALL_GONE;
    }
}
