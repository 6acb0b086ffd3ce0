// SPDX-License-Identifier: Apache-2.0 OR MIT
// The kernel's access to process memory, tried on the machine itself: what the range test refuses,
// what the hardware refuses where no range was tested, and that every count is exact. Needs a board
// whose name ends in capsule-test; run by test_capsules.py.
#include "user_copy_operations.h"

#include <board_facts.h>
#include <bulkhead/alarm.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "places.h"

enum { EDGE_BYTES = 34, COPY_BYTES_MAX = 1024, FILLER = 0xEE };

extern char __ram_start[];

static uint32_t own[COPY_BYTES_MAX / 4 + 2] __attribute__((aligned(8)));
static const uint32_t constant[4] = {0xC0FFEE, 1, 2, 3};
static bool is_deferred;

static uint32_t place(const volatile void *pointer)
{
    return (uint32_t)(uintptr_t)pointer;
}

static struct bulkhead_result driver(uint32_t command, uint32_t one, uint32_t other)
{
    return bulkhead_command(USER_COPY_DRIVER, command, one, other);
}

static void number_set(uint32_t number, uint32_t value)
{
    driver(COMMAND_NUMBER_SET, number, value);
}

static uint8_t buffer_byte(uint32_t offset)
{
    return (uint8_t)(driver(COMMAND_WORD_READ, offset, 0).value[0] >> (8 * (offset % 4)));
}

/// Runs an operation, in the call or in kernel work. Returns its error; *count may be null.
static uint32_t run(uint32_t operation, uint32_t address, uint32_t bytes, uint32_t *count)
{
    number_set(NUMBER_ADDRESS, address);
    number_set(NUMBER_BYTES, bytes);
    struct bulkhead_result result =
        driver(is_deferred ? COMMAND_RUN_DEFERRED : COMMAND_RUN, operation, 0);
    while (is_deferred) {
        bulkhead_sleep_ms(1);
        result = driver(COMMAND_DEFERRED_RESULT, 0, 0);
        if (bulkhead_result_is_success(result)) {
            break;
        }
    }
    if (count != NULL) {
        *count = result.value[1];
    }
    return result.value[0];
}

// -------------------------------------------------------------------------------------------------
// Places that are not the program's

static const struct {
    uint32_t address;
    const char *name;
} foreign[] = {
    {0, "null"},
    // Not the first page: on RISC-V the window's own code is there, which emulators let it read.
    {BOARD_FLASH_BASE + 0x1000, "kernel code"},
    {KERNEL_STACK_START, "the kernel stack"},
    {BOARD_RAM_BASE + 0x800, "kernel data"},
    {BOARD_RAM_BASE + BOARD_RAM_BYTES - 64, "the end of the kernel's memory"},
    {BOARD_POOL_BASE + BOARD_POOL_BYTES - 64, "the end of the pool"},
    {BOARD_UART_BASE, "the serial line"},
    {0x60000000, "a hole"},
    {0xFFFFFFFC, "the end of the address space"},
    FAMILY_PLACES,
};
enum { FOREIGN_COUNT = sizeof(foreign) / sizeof(foreign[0]) };

static void foreign_check(uint32_t operation, uint32_t last)
{
    for (; operation <= last; operation++) {
        // What makes one access makes it; the others are as long as a block.
        uint32_t bad = 0;
        for (uint32_t i = 0; i < FOREIGN_COUNT && bad == 0; i++) {
            uint32_t count;
            const bool is_counted = operation >= WINDOW_COPY_IN && operation <= WINDOW_COPY_OUT;
            const bool is_harmless_to_try = operation < WINDOW_COPY_IN || foreign[i].address != 0;
            const uint32_t bytes = operation == COPY_ADDRESSES ? 8 : 33;
            if (is_harmless_to_try && (run(operation, foreign[i].address, bytes, &count) !=
                                           (is_counted ? ERROR_NONE : ERROR_FAULT) ||
                                       count != 0)) {
                bad = foreign[i].address | 1;
            }
        }
        printf("operation %lu: ", (unsigned long)operation);
        check_value(bad == 0, "foreign places are refused", bad);
    }
}

// -------------------------------------------------------------------------------------------------
// Where the hardware's rights end: the windows alone

static uint32_t edge_find(void)
{
    uint32_t edge = (place(sbrk(0)) + 3) / 4 * 4;
    while (run(WINDOW_LOAD_32, edge, 4, NULL) == ERROR_NONE) {
        edge += 4;
    }
    return edge;
}

static bool edge_copy_in(uint32_t edge, uint32_t bytes, uint32_t offset)
{
    uint32_t count;
    driver(COMMAND_FILL, FILLER, 0);
    number_set(NUMBER_OFFSET, offset);
    const uint32_t error = run(WINDOW_COPY_IN, edge - bytes, EDGE_BYTES + 8, &count);
    bool is_good = error == ERROR_NONE && count == bytes && buffer_byte(offset + bytes) == FILLER;
    for (uint32_t i = bytes < 2 ? 0 : bytes - 2; i < bytes; i++) {
        is_good = is_good && buffer_byte(offset + i) == *(uint8_t *)(uintptr_t)(edge - bytes + i);
    }
    return is_good;
}

static bool edge_write(uint32_t edge, uint32_t bytes, uint32_t offset)
{
    uint8_t *start = (uint8_t *)(uintptr_t)(edge - bytes);
    uint32_t count;
    driver(COMMAND_FILL, 0x5A, 0);
    number_set(NUMBER_OFFSET, offset);
    memset(start - 1, FILLER, bytes + 1);
    bool is_good = run(WINDOW_COPY_OUT, edge - bytes, EDGE_BYTES + 8, &count) == ERROR_NONE &&
                   count == bytes && start[-1] == FILLER;
    for (uint32_t i = 0; i < bytes; i++) {
        is_good = is_good && ((volatile uint8_t *)start)[i] == 0x5A;
    }
    return is_good;
}

static void edge_check(void)
{
    // Room below the edge in which nothing else lies. Memory is exposed up to the break at least.
    check(sbrk(2 * EDGE_BYTES) != (void *)-1, "room for the edge");
    const uint32_t edge = edge_find();
    memset((void *)(uintptr_t)(edge - 2 * EDGE_BYTES), 0x33, 2 * EDGE_BYTES);
    uint32_t bad[2] = {0};
    for (uint32_t bytes = 0; bytes < EDGE_BYTES; bytes++) {
        for (uint32_t offset = 0; offset < 2; offset++) {
            const uint32_t which = bytes << 8 | offset << 1 | 1;
            bad[0] = edge_copy_in(edge, bytes, offset) ? bad[0] : which;
            bad[1] = edge_write(edge, bytes, offset) ? bad[1] : which;
        }
    }
    number_set(NUMBER_OFFSET, 0);
    check_value(bad[0] == 0, "the count is exact at the edge when reading", bad[0]);
    check_value(bad[1] == 0, "the count is exact at the edge when writing", bad[1]);
    uint32_t count;
    run(WINDOW_COPY_IN, place(__ram_start) - 1, 8, &count);
    check_value(count == 0, "nothing is read from below memory", count);
    check(run(WINDOW_STORE_16, edge, 2, NULL) == ERROR_FAULT, "no half word behind the edge");
    check(run(WINDOW_EXCHANGE_32, edge, 4, NULL) == ERROR_FAULT, "no exchange behind the edge");
    number_set(NUMBER_VALUE, constant[0]);
    check(run(WINDOW_EXCHANGE_32, place(constant), 4, NULL) == ERROR_FAULT,
          "no exchange in the image");
    run(WINDOW_COPY_OUT, place(constant), 16, &count);
    check_value(count == 0, "nothing is written to the image", count);
}

// -------------------------------------------------------------------------------------------------
// The functions with their range test

static void range_check(void)
{
    const uint32_t end = place(sbrk(0));
    uint32_t count;
    check(run(COPY_IN, place(own), COPY_BYTES_MAX, &count) == ERROR_NONE && count == COPY_BYTES_MAX,
          "1,024 bytes are read");
    check(run(COPY_IN, place(own), COPY_BYTES_MAX + 1, &count) == ERROR_SIZE && count == 0,
          "1,025 bytes are too many to read");
    check(run(COPY_OUT, place(own), COPY_BYTES_MAX + 1, &count) == ERROR_SIZE && count == 0,
          "1,025 bytes are too many to write");
    check(run(COPY_IN, end - 1, 1, &count) == ERROR_NONE && count == 1, "the last byte is read");
    check(run(COPY_IN, end - 1, 2, &count) == ERROR_FAULT && count == 0, "the next one is not");
    check(buffer_byte(0) == 0 && buffer_byte(1) == 0, "what did not arrive is zero");
    check(run(COPY_OUT, end, 1, &count) == ERROR_FAULT, "nothing is written behind the break");
    check(run(COPY_IN, place(own), 0xFFFFFFFF, &count) == ERROR_SIZE, "an end that wraps");
    check(run(CHECK_READ, place(own), 0 - place(own) + 1, NULL) == ERROR_FAULT, "wraps to 1");
    check(run(CHECK_READ, place(own), 0 - place(own), NULL) == ERROR_FAULT, "wraps to 0");
    check(run(COPY_IN, 0, 0, &count) == ERROR_NONE && run(COPY_OUT, 0xFFFFFFFF, 0, &count) == 0 &&
              run(CLEAR, BOARD_RAM_BASE, 0, &count) == 0,
          "no bytes are fine anywhere");
    check(run(COPY_IN, place(constant), 16, &count) == ERROR_NONE && count == 16 &&
              buffer_byte(0) == 0xEE,
          "the image is read");
    check(run(COPY_OUT, place(constant), 1, &count) == ERROR_FAULT, "and not written");
    check(run(CLEAR, place(constant), 1, &count) == ERROR_FAULT, "nor cleared");
    own[0] = own[1] = own[2] = 0x77777777;
    check(run(CLEAR, place(own) + 1, 9, &count) == ERROR_NONE && count == 9 && own[0] == 0x77 &&
              own[1] == 0 && own[2] == 0x77770000,
          "what is cleared is clear");
}

static void word_check(void)
{
    static const uint8_t widths[] = {1, 2, 4, 8};
    own[0] = 0x44332211;
    own[1] = 0x88776655;
    for (uint32_t i = 0; i < sizeof widths; i++) {
        printf("%u bytes: ", widths[i]);
        bool is_good = run(LOAD_8 + i, place(own), 0, NULL) == ERROR_NONE;
        for (uint32_t j = 0; j < widths[i]; j++) {
            is_good = is_good && buffer_byte(j) == 0x11 * (j + 1);
        }
        check(is_good, "loaded");
        for (uint32_t j = 1; j < widths[i]; j++) {
            is_good = is_good && run(LOAD_8 + i, place(own) + j, 0, NULL) == ERROR_FAULT &&
                      buffer_byte(0) == 0 &&
                      run(STORE_8 + i, place(own) + j, 0, NULL) == ERROR_FAULT;
        }
        check(is_good, "refused where it is not aligned");
        uint64_t expected = 0x8877665544332211;
        const uint64_t stored = (uint64_t)0x4321FEDC << 32 | 0xBCDE0123;
        memcpy(&expected, &stored, widths[i]);
        number_set(NUMBER_VALUE, 0xBCDE0123);
        is_good = run(STORE_8 + i, place(own), 0, NULL) == ERROR_NONE;
        check(is_good && memcmp(own, &expected, 8) == 0, "stored");
        own[0] = 0x44332211;
        own[1] = 0x88776655;
    }
    check(run(LOAD_16, place(own) + 2, 0, NULL) == ERROR_NONE && buffer_byte(0) == 0x33 &&
              buffer_byte(1) == 0x44,
          "the upper half of a word is loaded");
    number_set(NUMBER_VALUE, 0x44332211);
    check(run(EXCHANGE_32, place(own), 0, NULL) == ERROR_NONE && own[0] == 0x44332212 &&
              buffer_byte(0) == 0x11,
          "what is expected is exchanged");
    check(run(EXCHANGE_32, place(own), 0, NULL) == ERROR_NONE && own[0] == 0x44332212 &&
              buffer_byte(0) == 0x12,
          "what is not is seen");
    check(run(EXCHANGE_32, place(own) + 2, 0, NULL) == ERROR_FAULT, "no exchange across words");
    check(run(EXCHANGE_32, place(constant), 0, NULL) == ERROR_FAULT, "none in the image");
}

static void text_check(void)
{
    static const char *const bad[] = {"\xC0\x80",
                                      "\xE0\x9F\xBF",
                                      "\xF0\x8F\xBF\xBF",
                                      "\xED\xA0\x80",
                                      "\xF4\x90\x80\x80",
                                      "\xE2\x82",
                                      "\x80",
                                      "\xFF"};
    char *text = (char *)own;
    uint32_t length;
    strcpy(text, "abc");
    check(run(COPY_STRING, place(text), 4, &length) == ERROR_NONE && length == 3, "a string");
    check(run(COPY_STRING, place(text), 3, &length) == ERROR_SIZE && length == 2, "cut by one");
    check(run(COPY_STRING, place(text), 0, &length) == ERROR_SIZE, "no room at all");
    char *end = sbrk(0);
    memcpy(end - 4, "xyz", 4);
    check(run(COPY_STRING, place(end - 4), 64, &length) == ERROR_NONE && length == 3,
          "that ends where memory ends");
    end[-1] = 'z';
    check(run(COPY_STRING, place(end - 4), 64, &length) == ERROR_FAULT && length == 4,
          "without an end");
    strcpy(text, "\xC2\x80 \xE2\x82\xAC \xED\x9F\xBF \xF4\x8F\xBF\xBF");
    check(run(COPY_TEXT, place(text), 64, &length) == ERROR_NONE && length == strlen(text), "text");
    for (uint32_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        strcpy(text, bad[i]);
        check_value(run(COPY_TEXT, place(text), 64, &length) == ERROR_TEXT, "no text", i);
    }
    own[0] = place(text);
    own[1] = 1;
    own[2] = 0;
    check(run(COPY_ADDRESSES, place(own), 3, &length) == ERROR_NONE && length == 2, "a list");
    check(run(COPY_ADDRESSES, place(own), 2, &length) == ERROR_SIZE && length == 1, "cut by one");
    check(run(COPY_ADDRESSES, place(own) + 2, 3, &length) == ERROR_FAULT, "not aligned");
}

static uint32_t across(uint32_t operation, uint32_t to, uint32_t bytes, uint32_t from,
                       uint32_t *count)
{
    number_set(NUMBER_VALUE, from);
    return run(operation, to, bytes, count);
}

static void across_check(void)
{
    uint32_t count;
    for (uint32_t i = 0; i < 100; i++) {
        own[i] = i * 0x01010101;
    }
    check(across(ACROSS_SELF, place(&own[110]) + 1, 301, place(own), &count) == ERROR_NONE &&
              count == 301 && memcmp((uint8_t *)&own[110] + 1, own, 301) == 0,
          "copied to itself");
    check(across(ACROSS_SELF, place(constant), 4, place(own), &count) == ERROR_FAULT && count == 0,
          "not to the image");
    check(across(ACROSS_SELF, place(own), 4, BOARD_RAM_BASE, &count) == ERROR_FAULT && count == 0,
          "not from the kernel");
    check(across(ACROSS_FROM_OTHER, place(own), 300, 0, &count) == ERROR_NONE && count == 300,
          "copied from the neighbour");
    // What is this program's is not the other's.
    check(across(ACROSS_TO_OTHER, place(own), 4, place(own), &count) == ERROR_FAULT && count == 0,
          "own memory is not the neighbour's");
    check(across(ACROSS_SELF, place(own), COPY_BYTES_MAX + 1, place(own), &count) == ERROR_SIZE,
          "1,025 bytes are too many");
}

int main(void)
{
    for (uint32_t i = 0; i < 2; i++) {
        is_deferred = i == 1;
        printf("%s:\n", is_deferred ? "in kernel work" : "in calls");
        foreign_check(COPY_IN, EXCHANGE_32);
        foreign_check(WINDOW_COPY_IN, WINDOW_EXCHANGE_32);
        range_check();
        word_check();
        text_check();
        across_check();
    }
    is_deferred = false;
    edge_check();
    return check_done("user_copy");
}
