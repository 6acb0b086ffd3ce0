// SPDX-License-Identifier: Apache-2.0 OR MIT
// Subscribe, command and the allows: the calls that name a driver.

#include "system_call.h"

#include <abi/system_call.h>

#include "driver.h"
#include "grant.h"
#include "ipc.h"
#include "upcall.h"
#include "user_copy.h"

static bool function_is_sound(const struct process *process, struct user_address function)
{
    const struct user_range first_word = {function, sizeof(uint32_t)};
    return user_range_check(process, first_word, USER_READ) == ERROR_NONE;
}

NOINLINE int call_subscribe(struct process *process, uint32_t word[4])
{
    if (word[2] != 0 && !function_is_sound(process, user_address_from_word(word[2]))) {
        return call_failure_same(word, ERROR_INVALID);
    }
    const unsigned driver = driver_find(process, word[0]);
    if (driver == DRIVER_NONE) {
        return call_failure_same(word, ERROR_NO_DEVICE);
    }
    enum error error = grant_ensure(process, driver);
    if (error != ERROR_NONE) {
        return call_failure_same(word, error);
    }
    struct upcall_slot *slot = grant_upcall_slot(process, driver, word[1]);
    if (slot == NULL) {
        return call_failure_same(word, ERROR_NO_SUPPORT);
    }
    if (process->queue_count != 0) {
        upcall_purge(process, driver, word[1]);
    }
    const struct upcall_slot old = *slot;
    *slot = (struct upcall_slot){.function = word[2], .data = word[3]};
    return call_success_u32_u32(word, old.function, old.data);
}

/// Calls the driver's entry point and takes its answer.
static NOINLINE int command_run(struct process *process, const struct driver *driver,
                                uint32_t word[4])
{
    struct command command UNINITIALISED;
    command.process = process->id;
    command.number = word[1];
    command.argument[0] = word[2];
    command.argument[1] = word[3];
    // What the capsule leaves alone must not be what was on the stack.
    for (uint32_t i = 0; i < 4; i++) {
        command.result[i] = 0;
    }
    command.result_count = 0;
    enum error error =
        capsule_call(driver->capsule, (capsule_entry_fn)(void (*)(void))driver->command, &command);
    // A capsule can write to the structure: what it left there is checked.
    if (error != ERROR_NONE || command.result_count == 0 || command.result_count > 4) {
        return call_failure(word, ERROR_FAILED);
    }
    // The words may be the registers of the process: those that the answer lacks survive.
    const uint32_t count = command.result_count;
    for (uint32_t i = 0; i < count; i++) {
        word[i] = command.result[i];
    }
    return (int)count;
}

NOINLINE int call_command(struct process *process, uint32_t word[4])
{
    const unsigned driver = driver_find(process, word[0]);
    if (driver == DRIVER_NONE ||
        (process->has_permissions && !driver_command_is_permitted(process, word[0], word[1]))) {
        return call_failure(word, ERROR_NO_DEVICE);
    }
    if (!ipc_can_pay(process)) {
        return KERNEL_CALL_AGAIN; // When there is. No program expects an error here.
    }
    return command_run(process, &board.drivers[driver], word);
}

NOINLINE int call_allow(struct process *process, uint32_t call_class, uint32_t word[4])
{
    const unsigned driver = driver_find(process, word[0]);
    if (driver == DRIVER_NONE) {
        return call_failure_same(word, ERROR_NO_DEVICE);
    }
    const bool is_read_only = call_class == SYSTEM_CALL_ALLOW_READ_ONLY;
    const struct user_range range = user_range_from_words(word[2], word[3]);
    if (user_range_check(process, range, is_read_only ? USER_READ : USER_WRITE) != ERROR_NONE ||
        (call_class == SYSTEM_CALL_ALLOW_READ_WRITE && ipc_buffer_overlaps(process, range))) {
        return call_failure_same(word, ERROR_INVALID);
    }
    if (call_class == SYSTEM_CALL_ALLOW_USER_READABLE) {
        return call_failure_same(word, ERROR_NO_SUPPORT);
    }
    if (process->grants[driver].memory == NULL) {
        enum error error = grant_ensure(process, driver);
        if (error != ERROR_NONE) {
            return call_failure_same(word, error);
        }
    }
    struct allow_slot *slot = grant_allow_slot(
        process, driver, is_read_only ? BUFFER_READ_ONLY : BUFFER_READ_WRITE, word[1]);
    if (slot == NULL) {
        return call_failure_same(word, ERROR_NO_SUPPORT);
    }
    // The break may not sink below a buffer in memory that was ever allowed in this life. The range
    // lies in memory or in the image, which lies outside of the block.
    const uint32_t end = word[2] + word[3];
    if (word[3] > 0 && process->allow_mark < end && end <= process->app_break) {
        process->allow_mark = end;
    }
    const struct user_range old = slot->range;
    slot->range = range;
    slot->lease.place = 0; // What goes on in the old buffer must not go on in this one.
    return call_success_u32_u32(word, (uint32_t)user_address_to_word(old.address),
                                (uint32_t)old.bytes);
}
