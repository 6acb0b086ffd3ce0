// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes every kind of call whose path through the kernel is interrupted at each instruction: one
// that returns at once, one that switches to another program, one that runs an upcall, one whose
// copy from process memory is refused by the hardware. Needs a board whose name ends in
// capsule-test; run by tests/injection.
#include "injected.h"

#include <abi/driver.h>
#include <board_facts.h>
#include <bulkhead/alarm.h>
#include <bulkhead/console.h>
#include <bulkhead/system_call.h>

enum { DRIVER_ABSENT = 0x7777, WINDOW_TEST_DRIVER = 0xF0003, WINDOW_TEST_READ = 1 };
enum { UPCALL_DATA = 0x5EA1, WAITS_PER_SECOND = 250 };

static uint32_t written_count;
static uint32_t fired_count;
static uint32_t wait_ticks;

static void written(uint32_t length, uint32_t unused_b, uint32_t unused_c, void *data)
{
    (void)unused_b;
    (void)unused_c;
    injected_result(length == 0 && (uintptr_t)data == UPCALL_DATA);
    written_count++;
}

static void fired(uint32_t now, uint32_t due, uint32_t unused, void *data)
{
    (void)unused;
    injected_result(now - due < INT32_MAX && (uintptr_t)data == UPCALL_DATA + 1);
    fired_count++;
}

static void round_make(void)
{
    struct registers after;

    after = injected_call(probe_command, CHANGES_TWO_RESULTS, DRIVER_ABSENT, 1, 2, 3);
    report.calls++;
    injected_result(after.argument[0] == VARIANT_FAILURE && after.argument[1] == ERROR_NO_DEVICE);

    // A write of nothing is complete at once: its upcall waits.
    uint32_t count = written_count;
    after = injected_call(probe_command, CHANGES_FIRST_RESULT, DRIVER_CONSOLE,
                          CONSOLE_COMMAND_WRITE, 0, 0);
    report.calls++;
    injected_result(after.argument[0] == VARIANT_SUCCESS && written_count == count);
    injected_call(probe_yield, CHANGES_AS_FUNCTION, YIELD_NO_WAIT, 0, 0, 0);
    report.calls++;
    injected_result(written_count == count + 1);

    // Nothing waits: the other program runs until the alarm.
    count = fired_count;
    struct bulkhead_result now = bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_NOW, 0, 0);
    bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_SET_ABSOLUTE, now.value[0], wait_ticks);
    report.calls += 2;
    injected_call(probe_yield, CHANGES_AS_FUNCTION, YIELD_WAIT, 0, 0, 0);
    report.calls++;
    injected_result(fired_count == count + 1);

    after = injected_call(probe_command, CHANGES_TWO_RESULTS, WINDOW_TEST_DRIVER, WINDOW_TEST_READ,
                          BOARD_RAM_BASE + 0x800, 0);
    report.calls++;
    injected_result(after.argument[0] == VARIANT_FAILURE && after.argument[1] == ERROR_INVALID);

    // Long enough to be interrupted between two calls.
    injected_call(probe_nothing, CHANGES_NOTHING, 0, 1, 2, 3);
}

int main(void)
{
    struct bulkhead_result frequency =
        bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_FREQUENCY, 0, 0);
    wait_ticks = frequency.value[0] / WAITS_PER_SECOND;
    bulkhead_subscribe(DRIVER_CONSOLE, CONSOLE_UPCALL_WRITTEN, written, (void *)UPCALL_DATA);
    bulkhead_subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED, fired, (void *)(UPCALL_DATA + 1));
    injected_rounds(round_make);
    return 0;
}
