// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What the programs of the containment campaign share: how they report, and the work that calls
 * every driver in every way. Drivers fail all the time then. What is asked of them: each call comes
 * back, and what was promised by a successful command comes, be it an error. So the work waits for
 * completions without a limit; a lost one shows as a program that does not go on.
 */
#pragma once

#include <abi/driver.h>
#include <bulkhead/system_call.h>
#include <stdbool.h>
#include <stdint.h>

enum { INJECTION_DRIVER = 0xF0007 };

enum containment_report {
    REPORT_LOAD_ROUNDS,
    REPORT_ENDINGS,
    REPORT_NEIGHBOUR_ROUNDS,
    REPORT_NEIGHBOUR_WRONG,
    REPORT_RESERVE,   ///< requests that a restart has ended
    REPORT_RANDOM,    ///< buffers of random bytes that came
    REPORT_TRANSFERS, ///< sectors written and read again, and random bytes beside them
    REPORT_DRIVERS, ///< requests that went well, of the first driver of containment_drivers.h; ...
};

static inline void report_add(enum containment_report report, uint32_t value)
{
    (void)bulkhead_command(INJECTION_DRIVER, 1, report, value);
}

/// Forgets completions of commands that were refused: a capsule may have failed between the two. As
/// no function is subscribed, none is run. There is room for nine.
static inline void strays_forget(void)
{
    (void)bulkhead_yield_no_wait();
}

/// Gives a command and waits for its completion, if it was accepted. Notes what a restart ended.
static inline void request(uint32_t driver, uint32_t command, uint32_t argument, uint32_t upcall,
                           unsigned status_index)
{
    if (bulkhead_result_is_success(bulkhead_command(driver, command, argument, 0))) {
        struct bulkhead_upcall answer = bulkhead_yield_wait_for(driver, upcall);
        report_add(REPORT_RESERVE, answer.value[status_index] == ERROR_RESERVE ? 1 : 0);
    }
}

static inline void sleep_ms(uint32_t time_ms)
{
    struct bulkhead_result hz = bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_FREQUENCY, 0, 0);
    if (bulkhead_result_is_success(hz)) {
        request(DRIVER_ALARM, ALARM_COMMAND_SET_RELATIVE, hz.value[0] / 1000 * time_ms,
                ALARM_UPCALL_FIRED, 2);
    }
}

static inline void write_text(const void *text, uint32_t length)
{
    strays_forget();
    (void)bulkhead_allow_read_only(DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, text, length);
    request(DRIVER_CONSOLE, CONSOLE_COMMAND_WRITE, length, CONSOLE_UPCALL_WRITTEN, 2);
}

/// Reads for some time, then gives it up.
static inline void read_some(uint32_t time_ms)
{
    static uint8_t bytes[4];
    strays_forget();
    (void)bulkhead_allow_read_write(DRIVER_CONSOLE, CONSOLE_ALLOW_READ, bytes, sizeof bytes);
    if (bulkhead_result_is_success(
            bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_READ, sizeof bytes, 0))) {
        sleep_ms(time_ms);
        // Refused if the console is out of service; then its restart completes the read.
        (void)bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_ABORT_READ, 0, 0);
        struct bulkhead_upcall answer =
            bulkhead_yield_wait_for(DRIVER_CONSOLE, CONSOLE_UPCALL_READ);
        report_add(REPORT_RESERVE, answer.value[0] == ERROR_RESERVE ? 1 : 0);
    }
}

static inline void random_bytes(void)
{
    enum { DRIVER_RANDOM = 0x40001, COMMAND_GET = 1 };
    static uint8_t bytes[8];
    strays_forget();
    (void)bulkhead_allow_read_write(DRIVER_RANDOM, 0, bytes, sizeof bytes);
    if (bulkhead_result_is_success(bulkhead_command(DRIVER_RANDOM, COMMAND_GET, sizeof bytes, 0))) {
        struct bulkhead_upcall answer = bulkhead_yield_wait_for(DRIVER_RANDOM, 0);
        report_add(REPORT_RANDOM, answer.value[0] == ERROR_NONE ? 1 : 0);
    }
}

/// Every command of the drivers that answer at once, and some that there are not.
static inline void commands_give(uint32_t round)
{
    for (uint32_t command = 0; command <= 5; command++) {
        (void)bulkhead_command(DRIVER_LED, command, round % 3, 0);
        (void)bulkhead_command(DRIVER_BUTTON, command, round % 3, 0);
        (void)bulkhead_command(DRIVER_LOW_LEVEL_DEBUG, command, round, command);
        (void)bulkhead_command(DRIVER_CONSOLE, command + 3, 0, 0);
    }
    for (uint32_t command = 0; command <= 8; command++) {
        if (command < ALARM_COMMAND_SET_RELATIVE || command > ALARM_COMMAND_SET_ABSOLUTE) {
            (void)bulkhead_command(DRIVER_ALARM, command, 0, 0);
        }
    }
    request(DRIVER_ALARM, ALARM_COMMAND_SET_RELATIVE, 0, ALARM_UPCALL_FIRED, 2);
}

/// One round of everything.
static inline void work(uint32_t round)
{
    static const uint8_t line[] = "a line with \x01\x1B and \xC2\x9B\xE2\x82\xAC\xF0\x9F\x98\x80\n";
    static uint8_t block[300];
    strays_forget();
    for (uint32_t i = 0; i < sizeof block; i++) {
        block[i] = i % 70 == 69 ? '\n' : '.';
    }
    commands_give(round);
    write_text(line, sizeof line - 1);
    write_text(block, round % 2 == 0 ? sizeof block : 200);
    write_text("part", 4);
    sleep_ms(1 + round % 40);
    write_text(block, 0);
    read_some(1 + round % 60);
    strays_forget();
    // A write that is longer than its buffer, and a read without one.
    (void)bulkhead_allow_read_only(DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, block, 10);
    request(DRIVER_CONSOLE, CONSOLE_COMMAND_WRITE, 400, CONSOLE_UPCALL_WRITTEN, 2);
    (void)bulkhead_allow_read_write(DRIVER_CONSOLE, CONSOLE_ALLOW_READ, NULL, 0);
    request(DRIVER_CONSOLE, CONSOLE_COMMAND_READ, 4, CONSOLE_UPCALL_READ, 0);
    random_bytes();
}
