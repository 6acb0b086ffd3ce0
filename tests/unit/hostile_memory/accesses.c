// SPDX-License-Identifier: Apache-2.0 OR MIT
// Functions that reach the memory of a process, each in an execution of its own: leases as a
// capsule uses them, and those of user_*.h that no call of the standard drivers needs.
#include <abi/driver.h>
#include <abi/system_call.h>
#include <string.h>

#include "scenario.h"
#include "support.h"
#include "user_copy.h"
#include "user_pointer.h"
#include "user_text.h"

enum {
    BUFFER_BYTES = 130,
    PART_BYTES = 48,
    TEXT_BYTES_MAX = 90,
    ADDRESSES_MAX = 12,
    ELEMENTS = 7,
    WORD = 0x5EED
};

/// What was found counts as printed, so that runs differ where this does.
static void output_add(const void *bytes, size_t count)
{
    check(standard_output_length + count <= sizeof standard_output);
    memcpy(standard_output + standard_output_length, bytes, count);
    standard_output_length += count;
}

static void result_add(enum error error, size_t count)
{
    const uint32_t result[] = {(uint32_t)error, (uint32_t)count};
    output_add(result, sizeof result);
}

static struct user_address address_at(uint32_t address)
{
    return user_address_from_word(address);
}

// ---------------------------------------------------------------------------------------------
// Leases

void lease_is_allowed(void)
{
    check_equal(program_call(SYSTEM_CALL_ALLOW_READ_ONLY, DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE,
                             ONE_TEXT, BUFFER_BYTES),
                VARIANT_SUCCESS_U32_U32);
    check_equal(program_call(SYSTEM_CALL_ALLOW_READ_WRITE, DRIVER_CONSOLE, CONSOLE_ALLOW_READ,
                             ONE_BUFFER, BUFFER_BYTES),
                VARIANT_SUCCESS_U32_U32);
}

/// Moves a buffer to another, part by part, as a driver does that takes its time.
static void parts_move(void *unused)
{
    (void)unused;
    struct lease from;
    struct lease to;
    lease_take(process_in(0)->id, BUFFER_READ_ONLY, CONSOLE_ALLOW_WRITE, BUFFER_BYTES, &from);
    lease_take(process_in(0)->id, BUFFER_READ_WRITE, CONSOLE_ALLOW_READ, BUFFER_BYTES, &to);
    while (lease_left(&from) > 0 && lease_left(&to) > 0) {
        uint8_t part[PART_BYTES];
        const uint32_t done = lease_done(&from);
        const uint32_t wanted = lease_left(&from) < sizeof part ? lease_left(&from) : sizeof part;
        const enum error read_error = lease_read(&from, SPAN_IN(part));
        const uint32_t arrived = lease_done(&from) - done;
        check(read_error == ERROR_NONE || lease_left(&from) == 0);
        for (uint32_t i = arrived; i < wanted && read_error != ERROR_NONE; i++) {
            check_equal(part[i], 0);
        }
        const enum error write_error = lease_write(&to, CONST_SPAN_PART(part, 0, arrived));
        check(write_error == ERROR_NONE || lease_left(&to) == 0);
        result_add(read_error, lease_done(&from));
        result_add(write_error, lease_done(&to));
        output_add(part, arrived);
    }
}

void lease_moves_parts(void)
{
    host_execution_begin();
    check_equal(capsule_call(STANDARD_CONSOLE, parts_move, NULL), ERROR_NONE);
}

// ---------------------------------------------------------------------------------------------
// Strings and lists

void text_is_there(void)
{
    // Two, three and four bytes a character, over the edges of the portions.
    static const char text[] = "h\xC3\xA4lt, was \xE2\x82\xAC kostet \xF0\x9F\x94\x92 und noch ein "
                               "Satz, der nicht endet wie die anderen";
    memcpy(host_memory_at(ONE_TEXT), text, sizeof text);
}

void text_is_copied(void)
{
    host_execution_begin();
    char text[TEXT_BYTES_MAX];
    size_t length;
    const enum error error =
        user_copy_text(process_in(0), text, address_at(ONE_TEXT), sizeof text, &length);
    check(length < sizeof text && strlen(text) == length);
    result_add(error, length);
    output_add(text, length);
}

void addresses_are_there(void)
{
    const uint32_t list[] = {ONE_TEXT, 0x20000000, 4, UINT32_MAX, ONE_CODE, 0};
    memcpy(host_memory_at(ONE_BUFFER), list, sizeof list);
}

void addresses_are_copied(void)
{
    host_execution_begin();
    struct user_address list[ADDRESSES_MAX];
    size_t count;
    const enum error error =
        user_copy_addresses(process_in(0), list, address_at(ONE_BUFFER), ADDRESSES_MAX, &count);
    check(count < ADDRESSES_MAX);
    result_add(error, count);
    output_add(list, sizeof list);
}

// ---------------------------------------------------------------------------------------------
// Typed pointers and words

void typed_array_is_copied(void)
{
    host_execution_begin();
    USER_POINTER(uint64_t) pointer = {.address = address_at(ONE_BUFFER)};
    uint64_t elements[ELEMENTS];
    const enum error error = user_get_array(process_in(0), elements, pointer, ELEMENTS);
    result_add(error, ELEMENTS);
    output_add(elements, sizeof elements);
    if (error == ERROR_NONE) {
        elements[0]++;
        result_add(user_put_array(process_in(0), pointer, elements, ELEMENTS), ELEMENTS);
    }
}

void words_of_all_widths_are_loaded(void)
{
    host_execution_begin();
    struct process *one = process_in(0);
    uint8_t byte;
    uint16_t half;
    uint32_t word;
    uint64_t double_word;
    enum error error = user_load_8(one, address_at(ONE_BUFFER + 1), &byte);
    result_add(error, byte);
    error = user_load_16(one, address_at(ONE_BUFFER + 6), &half);
    result_add(error, half);
    error = user_load_32(one, address_at(ONE_BUFFER + 8), &word);
    result_add(error, word);
    error = user_load_64(one, address_at(ONE_BUFFER + 16), &double_word);
    result_add(error, 0);
    output_add(&double_word, sizeof double_word);
    result_add(user_store_16(one, address_at(ONE_FLAG + 2), half), 0);
    result_add(user_store_64(one, address_at(ONE_FLAG + 8), double_word), 0);
}

void word_is_there(void)
{
    memcpy(host_memory_at(ONE_BUFFER), &(const uint32_t){WORD}, sizeof(uint32_t));
}

void word_is_exchanged(void)
{
    host_execution_begin();
    uint32_t seen;
    const enum error error =
        user_exchange_32(process_in(0), address_at(ONE_BUFFER), WORD, 0xC0FFEE, &seen);
    result_add(error, seen);
}

void bytes_go_across(void)
{
    enum { BYTES = 200 }; // More than one portion.
    host_execution_begin();
    struct process *two = process_in(1);
    size_t copied;
    enum user_side side;
    const struct user_range from = user_range_from_words(ONE_TEXT, BYTES);
    const struct user_range to = user_range_from_words(ONE_BUFFER, BYTES);
    // Into the same process, so that nothing of "two" is touched; out of "two" into it.
    const enum error error =
        user_copy_across(process_in(0), to, process_in(0), from, &copied, &side);
    result_add(error, copied);
    result_add((enum error)side, 0);
    const enum error other =
        user_copy_across(process_in(0), user_range_from_words(ONE_FLAG, 40), two,
                         user_range_from_words(two->memory_start, 40), &copied, &side);
    result_add(other, copied);
    result_add((enum error)side, 0);
    process_protection_restore();
}
