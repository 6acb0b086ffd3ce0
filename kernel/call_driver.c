// SPDX-License-Identifier: Apache-2.0 OR MIT
// Subscribe, command and the allows: the calls that name a driver.

#include "system_call.h"

#include <abi/system_call.h>

#include "driver.h"
#include "grant.h"
#include "upcall.h"
#include "user_copy.h"

static bool function_is_sound(const struct process *process, uint32_t function)
{
    return user_range_check(process, user_range_from_words(function, sizeof function), USER_READ) ==
           ERROR_NONE;
}

int call_subscribe(struct process *process, uint32_t word[4])
{
    const uint32_t number = word[1];
    const uint32_t function = word[2];
    const uint32_t data = word[3];
    if (function != 0 && !function_is_sound(process, function)) {
        return call_failure_u32_u32(word, ERROR_INVALID, function, data);
    }
    unsigned driver = driver_find(process, word[0]);
    if (driver == DRIVER_NONE) {
        return call_failure_u32_u32(word, ERROR_NO_DEVICE, function, data);
    }
    enum error error = grant_ensure(process, driver);
    if (error != ERROR_NONE) {
        return call_failure_u32_u32(word, error, function, data);
    }
    struct upcall_slot *slot = grant_upcall_slot(process, driver, number);
    if (slot == NULL) {
        return call_failure_u32_u32(word, ERROR_NO_SUPPORT, function, data);
    }
    const struct upcall_slot old = *slot;
    *slot = (struct upcall_slot){.function = function, .data = data};
    upcall_purge(process, driver, number);
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
    for (uint32_t i = 0; i < command.result_count; i++) {
        word[i] = command.result[i];
    }
    return (int)command.result_count;
}

int call_command(struct process *process, uint32_t word[4])
{
    unsigned driver = driver_find(process, word[0]);
    if (driver == DRIVER_NONE || !driver_command_is_permitted(process, word[0], word[1])) {
        return call_failure(word, ERROR_NO_DEVICE);
    }
    return command_run(process, &board.drivers[driver], word);
}

int call_allow(struct process *process, uint32_t call_class, uint32_t word[4])
{
    const uint32_t number = word[1];
    const uint32_t address = word[2];
    const uint32_t length = word[3];
    unsigned driver = driver_find(process, word[0]);
    if (driver == DRIVER_NONE) {
        return call_failure_u32_u32(word, ERROR_NO_DEVICE, address, length);
    }
    const bool is_read_only = call_class == SYSTEM_CALL_ALLOW_READ_ONLY;
    const struct user_range range = user_range_from_words(address, length);
    if (user_range_check(process, range, is_read_only ? USER_READ : USER_WRITE) != ERROR_NONE) {
        return call_failure_u32_u32(word, ERROR_INVALID, address, length);
    }
    if (call_class == SYSTEM_CALL_ALLOW_USER_READABLE) {
        return call_failure_u32_u32(word, ERROR_NO_SUPPORT, address, length);
    }
    enum error error = grant_ensure(process, driver);
    if (error != ERROR_NONE) {
        return call_failure_u32_u32(word, error, address, length);
    }
    struct allow_slot *slot = grant_allow_slot(
        process, driver, is_read_only ? ALLOW_READ_ONLY : ALLOW_READ_WRITE, number);
    if (slot == NULL) {
        return call_failure_u32_u32(word, ERROR_NO_SUPPORT, address, length);
    }
    // The break may not sink below a buffer in memory that was ever allowed in this life. The range
    // lies in memory or in the image, which lies outside of the block.
    const uint32_t end = address + length;
    if (length > 0 && process->allow_mark < end && end <= process->app_break) {
        process->allow_mark = end;
    }
    const struct user_range old = slot->range;
    slot->range = range;
    return call_success_u32_u32(word, (uint32_t)user_address_to_word(old.address),
                                (uint32_t)old.bytes);
}
