// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Single system calls, alone on the board. Each counts from its call instruction to the program's
 * next instruction; for a yield that finds an upcall this is the upcall function's first one. Two
 * of them are also counted from user to user, with the program's own instructions: those of a call
 * that is a function, and those of an upcall function.
 */
#include "measure.h"

#include <abi/driver.h>
#include <bulkhead/system_call.h>

enum {
    DRIVER_ABSENT = 0x99999,
    ALARM_TICKS = 10,
    SPIN_ROUNDS = 20000, ///< much longer than the alarm takes
};

MEASURE_CALL(command_absent, MEASURE_COMMAND_ABSENT, SYSTEM_CALL_COMMAND)
MEASURE_CALL(command_exists, MEASURE_COMMAND_EXISTS, SYSTEM_CALL_COMMAND)
MEASURE_CALL(allow_ro, MEASURE_ALLOW_RO, SYSTEM_CALL_ALLOW_READ_ONLY)
MEASURE_CALL(subscribe, MEASURE_SUBSCRIBE, SYSTEM_CALL_SUBSCRIBE)
MEASURE_YIELD(yield_nowait_empty, MEASURE_YIELD_NOWAIT_EMPTY)
MEASURE_YIELD(yield_wait_pending, MEASURE_YIELD_WAIT_PENDING)

static uint8_t buffer[64];
static uint32_t upcall_count;

static void alarm_fired(uint32_t now, uint32_t expiration, uint32_t unused, void *data)
{
    MEASURE_MARK(MEASURE_UPCALL);
    (void)now;
    (void)expiration;
    (void)unused;
    (void)data;
    upcall_count++;
}

static void alarm_counted(uint32_t now, uint32_t expiration, uint32_t unused, void *data)
{
    (void)now;
    (void)expiration;
    (void)unused;
    (void)data;
    upcall_count++;
}

/// A command as other systems' libraries make it, by a function.
static __attribute__((noinline)) uint32_t command_function(uint32_t driver, uint32_t command)
{
    return bulkhead_command(driver, command, 0, 0).variant;
}

/// Calls that touch nothing but the kernel's own tables.
static void calls_measure(void)
{
    for (uint32_t i = 0; i < MEASURE_REPEATS; i++) {
        uint8_t flag = 1;
        command_absent(DRIVER_ABSENT, 1, 0, 0);
        command_exists(DRIVER_CONSOLE, COMMAND_EXISTS, 0, 0);
        yield_nowait_empty(YIELD_NO_WAIT, (uint32_t)(uintptr_t)&flag);
        allow_ro(DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, (uint32_t)(uintptr_t)buffer, sizeof buffer);
        subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED, (uint32_t)(uintptr_t)alarm_fired, 0);
    }
}

static void pending_upcall_measure(void)
{
    for (uint32_t i = 0; i < MEASURE_REPEATS; i++) {
        bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_SET_RELATIVE, ALARM_TICKS, 0);
        measure_spin(SPIN_ROUNDS);
        yield_wait_pending(YIELD_WAIT, 0);
    }
}

static void user_to_user_measure(void)
{
    bulkhead_subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED, alarm_counted, 0);
    for (uint32_t i = 0; i < MEASURE_REPEATS; i++) {
        MEASURE_MARK(MEASURE_COMMAND_ABSENT_BEGIN);
        command_function(DRIVER_ABSENT, 1);
        MEASURE_MARK(MEASURE_COMMAND_ABSENT_END);

        bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_SET_RELATIVE, ALARM_TICKS, 0);
        measure_spin(SPIN_ROUNDS);
        MEASURE_MARK(MEASURE_YIELD_WAIT_PENDING_BEGIN);
        bulkhead_yield_wait();
        MEASURE_MARK(MEASURE_YIELD_WAIT_PENDING_END);
    }
}

int main(void)
{
    calls_measure();
    pending_upcall_measure();
    user_to_user_measure();
    // Without their upcalls the figures would not be what they say.
    if (upcall_count == 2 * MEASURE_REPEATS) {
        MEASURE_MARK(MEASURE_STOP);
    }
    return 1;
}
