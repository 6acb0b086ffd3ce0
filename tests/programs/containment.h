// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What the programs of the containment campaign share: how they report, and the work that calls
 * every driver in every way. Drivers fail all the time then. What is asked of them: each call comes
 * back, and what was promised by a successful command comes, be it an error. So the work waits for
 * completions without a limit; a lost one shows as a program that does not go on.
 *
 * There is room for nine events. So that none is lost by that, each request forgets what came
 * before: datagrams, edges, samples, and completions of commands that were refused, since a capsule
 * may have failed between the two. Waiting forgets what else comes.
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

/// The completion of one command.
struct answer {
    uint32_t driver;
    uint32_t upcall;
    volatile bool has_come;
    volatile uint32_t value[3];
};

static inline void answer_take(uint32_t a, uint32_t b, uint32_t c, void *data)
{
    struct answer *answer = data;
    answer->value[0] = a;
    answer->value[1] = b;
    answer->value[2] = c;
    answer->has_come = true;
}

/// Before the command. The structure is used until answer_forget().
static inline void answer_expect(struct answer *answer, uint32_t driver, uint32_t upcall)
{
    *answer = (struct answer){.driver = driver, .upcall = upcall};
    (void)bulkhead_subscribe(driver, upcall, answer_take, answer);
    (void)bulkhead_yield_no_wait();
}

static inline void answer_wait(const struct answer *answer)
{
    while (!answer->has_come) {
        bulkhead_yield_wait();
    }
}

static inline void answer_forget(const struct answer *answer)
{
    (void)bulkhead_subscribe(answer->driver, answer->upcall, NULL, NULL);
}

/// Gives a command and waits for its completion, if it was accepted; says whether that is a good
/// one. Notes what a restart ended.
static inline bool request(uint32_t driver, uint32_t command, uint32_t argument, uint32_t upcall,
                           unsigned status_index)
{
    struct answer answer;
    answer_expect(&answer, driver, upcall);
    const bool is_accepted =
        bulkhead_result_is_success(bulkhead_command(driver, command, argument, 0));
    if (is_accepted) {
        answer_wait(&answer);
        report_add(REPORT_RESERVE, answer.value[status_index] == ERROR_RESERVE ? 1 : 0);
    }
    answer_forget(&answer);
    return is_accepted && answer.value[status_index] == ERROR_NONE;
}

static inline void sleep_ms(uint32_t time_ms)
{
    struct bulkhead_result hz = bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_FREQUENCY, 0, 0);
    if (bulkhead_result_is_success(hz)) {
        (void)request(DRIVER_ALARM, ALARM_COMMAND_SET_RELATIVE, hz.value[0] / 1000 * time_ms,
                      ALARM_UPCALL_FIRED, 2);
    }
}

static inline void write_text(const void *text, uint32_t length)
{
    (void)bulkhead_allow_read_only(DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, text, length);
    (void)request(DRIVER_CONSOLE, CONSOLE_COMMAND_WRITE, length, CONSOLE_UPCALL_WRITTEN, 2);
}

/// Reads for some time, then gives it up.
static inline void read_some(uint32_t time_ms)
{
    static uint8_t bytes[4];
    (void)bulkhead_allow_read_write(DRIVER_CONSOLE, CONSOLE_ALLOW_READ, bytes, sizeof bytes);
    struct answer answer;
    answer_expect(&answer, DRIVER_CONSOLE, CONSOLE_UPCALL_READ);
    if (bulkhead_result_is_success(
            bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_READ, sizeof bytes, 0))) {
        sleep_ms(time_ms);
        // Refused if the console is out of service; then its restart completes the read.
        (void)bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_ABORT_READ, 0, 0);
        answer_wait(&answer);
        report_add(REPORT_RESERVE, answer.value[0] == ERROR_RESERVE ? 1 : 0);
    }
    answer_forget(&answer);
}

static inline void random_bytes(void)
{
    enum { DRIVER_RANDOM = 0x40001, COMMAND_GET = 1 };
    static uint8_t bytes[8];
    (void)bulkhead_allow_read_write(DRIVER_RANDOM, 0, bytes, sizeof bytes);
    const bool is_filled = request(DRIVER_RANDOM, COMMAND_GET, sizeof bytes, 0, 0);
    report_add(REPORT_RANDOM, is_filled ? 1 : 0);
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
    (void)request(DRIVER_ALARM, ALARM_COMMAND_SET_RELATIVE, 0, ALARM_UPCALL_FIRED, 2);
}

/// One round of everything.
static inline void work(uint32_t round)
{
    static const uint8_t line[] = "a line with \x01\x1B and \xC2\x9B\xE2\x82\xAC\xF0\x9F\x98\x80\n";
    static uint8_t block[300];
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
    // A write that is longer than its buffer, and a read without one.
    (void)bulkhead_allow_read_only(DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, block, 10);
    (void)request(DRIVER_CONSOLE, CONSOLE_COMMAND_WRITE, 400, CONSOLE_UPCALL_WRITTEN, 2);
    (void)bulkhead_allow_read_write(DRIVER_CONSOLE, CONSOLE_ALLOW_READ, NULL, 0);
    (void)request(DRIVER_CONSOLE, CONSOLE_COMMAND_READ, 4, CONSOLE_UPCALL_READ, 0);
    random_bytes();
}
