// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Strings and lists in process memory: what ends them, what cuts them, and what is UTF-8.
#include <abi/error.h>
#include <string.h>

#include "machine.h"
#include "random.h"
#include "support.h"
#include "user_text.h"

static struct process *process;
static uintptr_t start;
static char kernel_text[USER_COPY_BYTES_MAX + 8];

static void boot(void)
{
    machine_boot_two();
    program_grow(4000);
    process = process_in(0);
    start = process->memory_start;
}

/// Puts bytes into process memory so that they end at `end`; returns where they begin.
static uintptr_t put_before(uintptr_t end, const void *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        *host_memory_at(end - length + i) = ((const uint8_t *)bytes)[i];
    }
    return end - length;
}

static enum error string_copy(uintptr_t address, size_t capacity, size_t *length)
{
    memset(kernel_text, 0x7E, sizeof kernel_text);
    *length = 9999;
    return user_copy_string(process, kernel_text, user_address_from_word(address), capacity,
                            length);
}

static void strings_end_within_the_capacity_or_are_cut(void)
{
    boot();
    static char text[USER_COPY_BYTES_MAX];
    static const size_t lengths[] = {0, 1, 2, 30, 31, 32, 33, 63, 64, 255, 1022, 1023};
    for (unsigned i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        const size_t length = lengths[i];
        check_context("%zu bytes", length);
        memset(text, 'x', sizeof text);
        text[length] = '\0';
        const uintptr_t address = put_before(start + 3 + sizeof text, text, sizeof text);
        size_t found;
        check_equal(string_copy(address, length + 1, &found), ERROR_NONE);
        check_equal(found, length);
        check_equal(strlen(kernel_text), length);
        check_equal(kernel_text[length + 1], 0x7E);
        if (length > 0) {
            check_equal(string_copy(address, length, &found), ERROR_SIZE);
            check_equal(found, length - 1);
            check_equal(strlen(kernel_text), length - 1);
            check_equal(kernel_text[length], 0x7E);
        }
    }
}

static void impossible_capacities_touch_nothing(void)
{
    boot();
    static const size_t capacities[] = {0, USER_COPY_BYTES_MAX + 1, SIZE_MAX};
    struct user_address to[2] = {user_address_from_word(7), user_address_from_word(7)};
    for (unsigned i = 0; i < sizeof capacities / sizeof capacities[0]; i++) {
        const unsigned accesses = host.accesses;
        size_t found;
        check_equal(string_copy(start, capacities[i], &found), ERROR_SIZE);
        check_equal(found, 0);
        check_equal(kernel_text[0], 0x7E);
        found = 9999;
        check_equal(
            user_copy_addresses(process, to, user_address_from_word(start), capacities[i], &found),
            ERROR_SIZE);
        check_equal(found, 0);
        check_equal(user_address_to_word(to[0]), 7);
        check_equal(host.accesses, accesses);
    }
    size_t found;
    check_equal(user_copy_addresses(process, to, user_address_from_word(start),
                                    USER_COPY_BYTES_MAX / 4 + 1, &found),
                ERROR_SIZE);
}

static void terminator_may_be_the_last_byte_there_is(void)
{
    boot();
    for (size_t length = 0; length < 70; length++) {
        check_context("%zu bytes", length);
        static char text[70];
        memset(text, 'y', sizeof text);
        uintptr_t address = put_before(process->app_break - 1, text, length);
        *host_memory_at(process->app_break - 1) = '\0';
        size_t found;
        check_equal(string_copy(address, 512, &found), ERROR_NONE);
        check_equal(found, length);
        *host_memory_at(process->app_break - 1) = 'z';
        check_equal(string_copy(address, 512, &found), ERROR_FAULT);
        check_equal(found, length + 1);
        check_equal(strlen(kernel_text), length + 1);
    }
    size_t found;
    check_equal(string_copy(process->app_break, 8, &found), ERROR_FAULT);
    check_equal(found, 0);
    check_equal(kernel_text[0], '\0');
    check_equal(string_copy(0, 8, &found), ERROR_FAULT);
    check_equal(string_copy(UINTPTR_MAX, 8, &found), ERROR_FAULT);
}

static void refusal_at_every_byte_leaves_what_came_before(void)
{
    boot();
    static char text[100];
    memset(text, 'q', sizeof text);
    text[sizeof text - 1] = '\0';
    const uintptr_t address = put_before(start + 200, text, sizeof text);
    for (unsigned n = 0; n < sizeof text; n++) {
        check_context("byte %u", n);
        size_t found;
        host.refuse_at = host.accesses + 1 + n;
        check_equal(string_copy(address, sizeof kernel_text - 8, &found), ERROR_FAULT);
        check_equal(found, n);
        check_equal(strlen(kernel_text), n);
    }
}

/// Whether bytes are UTF-8, computed another way: by decoding and encoding again.
static bool is_text(const uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < length;) {
        size_t count = 1;
        uint32_t point = bytes[i];
        if (point >= 0xF0) {
            count = 4;
            point &= 7;
        } else if (point >= 0xE0) {
            count = 3;
            point &= 15;
        } else if (point >= 0x80) {
            count = 2;
            point &= 31;
        }
        if (count > length - i) {
            return false;
        }
        for (size_t j = 1; j < count; j++) {
            point = point << 6 | (bytes[i + j] & 63u);
        }
        static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
        if (point < least[count] || point > 0x10FFFF || (point >= 0xD800 && point < 0xE000)) {
            return false;
        }
        uint8_t again[4] = {(uint8_t)point};
        static const uint8_t mark[] = {0, 0, 0xC0, 0xE0, 0xF0};
        if (count > 1) {
            for (size_t j = count - 1; j > 0; j--) {
                again[j] = (uint8_t)(0x80 | (point & 63u));
                point >>= 6;
            }
            again[0] = (uint8_t)(mark[count] | point);
        }
        if (memcmp(again, &bytes[i], count) != 0) {
            return false;
        }
        i += count;
    }
    return true;
}

static void text_check(const uint8_t *bytes, size_t length)
{
    uint8_t string[9] = {0};
    memcpy(string, bytes, length);
    const uintptr_t address = put_before(start + 64, string, length + 1);
    size_t found;
    const enum error error = user_copy_text(process, kernel_text, user_address_from_word(address),
                                            sizeof string, &found);
    check_context("%02x %02x %02x %02x", string[0], string[1], string[2], string[3]);
    check_equal(error, is_text(bytes, length) ? ERROR_NONE : ERROR_TEXT);
    check_equal(found, length);
}

static void text_is_what_decodes_and_encodes_to_itself(void)
{
    boot();
    for (uint32_t pair = 0x100; pair < 0x10000; pair++) {
        const uint8_t bytes[2] = {(uint8_t)(pair >> 8), (uint8_t)pair};
        text_check(bytes, bytes[1] == 0 ? 1 : 2);
    }
    struct random random = random_start(__func__);
    static const uint8_t often[] = {0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF,
                                    0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE,
                                    0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xF8, 0xFF};
    for (unsigned round = 0; round < 100000; round++) {
        uint8_t bytes[8];
        const size_t length = 1 + random_below(&random, sizeof bytes);
        for (size_t i = 0; i < length; i++) {
            bytes[i] = often[random_below(&random, sizeof often)];
        }
        text_check(bytes, length);
    }
}

static void lists_end_with_null(void)
{
    boot();
    uint32_t words[8] = {5, 6, 7, 8, 9, 0, 1, 1};
    struct user_address to[8];
    const uintptr_t address = put_before(start + 64, words, sizeof words);
    size_t count = 99;
    check_equal(user_copy_addresses(process, to, user_address_from_word(address), 6, &count),
                ERROR_NONE);
    check_equal(count, 5);
    check_equal(user_address_to_word(to[4]), 9);
    check_equal(user_address_to_word(to[5]), 0);
    check_equal(user_copy_addresses(process, to, user_address_from_word(address), 5, &count),
                ERROR_SIZE);
    check_equal(count, 4);
    check_equal(user_address_to_word(to[3]), 8);
    check_equal(user_address_to_word(to[4]), 0);
    for (unsigned n = 0; n < 6; n++) {
        host.refuse_at = host.accesses + 1 + n;
        check_equal(user_copy_addresses(process, to, user_address_from_word(address), 8, &count),
                    ERROR_FAULT);
        check_equal(count, n);
        check_equal(user_address_to_word(to[n]), 0);
    }
    for (unsigned n = 1; n < 4; n++) {
        check_equal(
            user_copy_addresses(process, to, user_address_from_word(address + n), 8, &count),
            ERROR_FAULT);
        check_equal(count, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KERNEL_TEST(strings_end_within_the_capacity_or_are_cut),
        KERNEL_TEST(impossible_capacities_touch_nothing),
        KERNEL_TEST(terminator_may_be_the_last_byte_there_is),
        KERNEL_TEST(refusal_at_every_byte_leaves_what_came_before),
        KERNEL_TEST(text_is_what_decodes_and_encodes_to_itself),
        KERNEL_TEST(lists_end_with_null),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
