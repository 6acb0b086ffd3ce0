// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "user_copy_test.h"

#include <lib/memory.h>

#include "process.h"
#include "user_copy.h"
#include "user_copy_operations.h"
#include "user_text.h"

static uint32_t numbers[NUMBER_COUNT];
static uint64_t *buffer; ///< USER_COPY_TEST_GRANT_BYTES of the caller's grant, while it is entered
static struct process_id caller;
static uint32_t deferred_operation;
static bool is_waiting;
static struct operation_result {
    enum error error;
    size_t count;
} deferred_result;

static uint8_t *place(void)
{
    return (uint8_t *)buffer + numbers[NUMBER_OFFSET] % 64;
}

/// Another living process, or null.
static struct process *other_process(const struct process *process)
{
    for (unsigned i = 0; i < board.slot_count; i++) {
        struct process *other = board.slots[i].process;
        if (other != NULL && other != process && process_is_alive(other)) {
            return other;
        }
    }
    return NULL;
}

/// Copies the last bytes below the other process's break here, and compares them with what they
/// are; or copies as many from here to where the number says in the other process.
static enum error across_run(struct process *process, uint32_t operation, struct user_range range,
                             size_t *count)
{
    enum user_side side;
    struct process *other = operation == ACROSS_SELF ? process : other_process(process);
    if (other == NULL) {
        return ERROR_NO_DEVICE;
    }
    struct user_range far = user_range_from_words(numbers[NUMBER_VALUE], range.bytes);
    if (operation == ACROSS_FROM_OTHER) {
        far = user_range_from_words(other->app_break - range.bytes, range.bytes);
    }
    enum error error = operation == ACROSS_TO_OTHER
                           ? user_copy_across(other, far, process, range, count, &side)
                           : user_copy_across(process, range, other, far, count, &side);
    numbers[NUMBER_VALUE] = side;
    if (error == ERROR_NONE && operation == ACROSS_FROM_OTHER) {
        uint8_t *half = (uint8_t *)buffer + USER_COPY_TEST_GRANT_BYTES / 2;
        size_t copied;
        if (user_copy_in(process, buffer, range, &copied) != ERROR_NONE ||
            user_copy_in(other, half, far, &copied) != ERROR_NONE ||
            memcmp(buffer, half, range.bytes) != 0) {
            return ERROR_FAILED;
        }
    }
    return error;
}

/// The windows alone, without the test of the range. All that is counted are bytes.
static enum error window_run(struct process *process, uint32_t operation, size_t *count)
{
    const uintptr_t address = numbers[NUMBER_ADDRESS];
    const size_t bytes = numbers[NUMBER_BYTES];
    process_protection_use(process);
    switch (operation) {
    case WINDOW_COPY_IN:
        *count = bytes - user_window_copy_in(place(), address, bytes);
        return ERROR_NONE;
    case WINDOW_COPY_OUT:
        *count = bytes - user_window_copy_out(address, place(), bytes);
        return ERROR_NONE;
    case WINDOW_LOAD_32:
        return user_window_load_32(address, (uint32_t *)(void *)buffer);
    case WINDOW_STORE_16:
        return user_window_store_16(address, numbers[NUMBER_VALUE]);
    case WINDOW_EXCHANGE_32:
        return user_window_exchange_32(address, numbers[NUMBER_VALUE], numbers[NUMBER_VALUE] + 1,
                                       (uint32_t *)(void *)buffer);
    default:
        return ERROR_NO_SUPPORT;
    }
}

static enum error word_run(struct process *process, uint32_t operation, struct user_address address,
                           size_t *count)
{
    const uint32_t value = numbers[NUMBER_VALUE];
    void *word = buffer;
    enum error error = ERROR_NO_SUPPORT;
    switch (operation) {
    case LOAD_8:
        error = user_load_8(process, address, word);
        break;
    case LOAD_16:
        error = user_load_16(process, address, word);
        break;
    case LOAD_32:
        error = user_load_32(process, address, word);
        break;
    case LOAD_64:
        error = user_load_64(process, address, word);
        break;
    case STORE_8:
        error = user_store_8(process, address, (uint8_t)value);
        break;
    case STORE_16:
        error = user_store_16(process, address, (uint16_t)value);
        break;
    case STORE_32:
        error = user_store_32(process, address, value);
        break;
    case STORE_64:
        error = user_store_64(process, address, (uint64_t)~value << 32 | value);
        break;
    case EXCHANGE_32:
        error = user_exchange_32(process, address, value, value + 1, word);
        break;
    default:
        break;
    }
    *count = error == ERROR_NONE ? 1 : 0;
    return error;
}

static enum error operation_run(struct process *process, uint32_t operation, size_t *count)
{
    const size_t bytes = numbers[NUMBER_BYTES];
    const struct user_range range = user_range_from_words(numbers[NUMBER_ADDRESS], bytes);
    *count = 0;
    switch (operation) {
    case CHECK_READ:
        return user_range_check(process, range, USER_READ);
    case CHECK_WRITE:
        return user_range_check(process, range, USER_WRITE);
    case COPY_IN:
        return user_copy_in(process, place(), range, count);
    case COPY_OUT:
        return user_copy_out(process, range, place(), count);
    case CLEAR:
        return user_clear(process, range, count);
    case COPY_STRING:
        return user_copy_string(process, (char *)place(), range.address, bytes, count);
    case COPY_TEXT:
        return user_copy_text(process, (char *)place(), range.address, bytes, count);
    case COPY_ADDRESSES:
        return user_copy_addresses(process, (struct user_address *)(void *)buffer, range.address,
                                   bytes, count);
    case ACROSS_SELF:
    case ACROSS_FROM_OTHER:
    case ACROSS_TO_OTHER:
        return across_run(process, operation, range, count);
    default:
        return operation >= WINDOW_COPY_IN ? window_run(process, operation, count)
                                           : word_run(process, operation, range.address, count);
    }
}

void user_copy_test_deferred(void)
{
    enum error error;
    WITH_GRANT(uint64_t, entered, caller, error)
    {
        buffer = entered;
        deferred_result.error =
            operation_run(process_find(caller), deferred_operation, &deferred_result.count);
        process_protection_restore();
    }
    is_waiting = false;
}

static void command_run(struct command *command)
{
    struct process *process = process_find(command->process);
    uint32_t *words = (uint32_t *)(void *)buffer;
    const uint32_t argument = command->argument[0];
    const uint32_t place = argument % USER_COPY_TEST_GRANT_BYTES / sizeof words[0];
    struct operation_result result;
    switch (command->number) {
    case COMMAND_NUMBER_SET:
        numbers[argument % NUMBER_COUNT] = command->argument[1];
        command_success(command);
        break;
    case COMMAND_RUN:
        result.error = operation_run(process, argument, &result.count);
        process_protection_restore();
        command_success_u32_u32(command, result.error, (uint32_t)result.count);
        break;
    case COMMAND_RUN_DEFERRED:
        caller = command->process;
        deferred_operation = argument;
        is_waiting = true;
        deferred_call_request();
        command_success(command);
        break;
    case COMMAND_DEFERRED_RESULT:
        if (is_waiting) {
            command_failure(command, ERROR_BUSY);
        } else {
            command_success_u32_u32(command, deferred_result.error,
                                    (uint32_t)deferred_result.count);
        }
        break;
    case COMMAND_FILL:
        for (size_t i = 0; i < USER_COPY_TEST_GRANT_BYTES; i++) {
            ((uint8_t *)buffer)[i] = (uint8_t)argument;
        }
        command_success(command);
        break;
    case COMMAND_WORD_READ:
        command_success_u32(command, words[place]);
        break;
    case COMMAND_WORD_WRITE:
        words[place] = command->argument[1];
        command_success(command);
        break;
    default:
        command_failure(command, ERROR_NO_SUPPORT);
        break;
    }
}

void user_copy_test_command(struct command *command)
{
    if (command->number == COMMAND_EXISTS) {
        command_success(command);
        return;
    }
    enum error error;
    WITH_GRANT(uint64_t, entered, command->process, error)
    {
        buffer = entered;
        command_run(command);
    }
}
