// SPDX-License-Identifier: Apache-2.0 OR MIT
// Fills every register with a pattern, makes a system call, and compares all of them afterwards:
// a result may change the registers that its variant names and nothing else. Interrupts and other
// programs come in between all the time.
#include "check.h"
#include "registers_probe.h"
#include "variant_words.h"
#include <string.h>

enum { ROUNDS = 200 };

/// Each loads all registers from its argument, makes a call and stores all registers there again
/// (registers_probe.S of the processor family).
void probe_yield(struct registers *registers);
void probe_subscribe(struct registers *registers);
void probe_command(struct registers *registers);
void probe_allow_read_write(struct registers *registers);
void probe_allow_read_only(struct registers *registers);
void probe_memop(struct registers *registers);
void probe_exit(struct registers *registers);
void probe_allow_user_readable(struct registers *registers);
/// The same with many instructions that do nothing in place of the call.
void probe_nothing(struct registers *registers);

typedef void (*probe_fn)(struct registers *);

static uint32_t pattern = 0x12345678;

static struct registers registers_poisoned(uint32_t a, uint32_t b, uint32_t c, uint32_t d)
{
    struct registers registers;
    uint32_t *words = (uint32_t *)&registers;
    for (uint32_t i = 0; i < sizeof(registers) / sizeof(uint32_t); i++) {
        pattern = pattern * 1664525 + 1013904223;
        words[i] = pattern;
    }
    registers.argument[0] = a;
    registers.argument[1] = b;
    registers.argument[2] = c;
    registers.argument[3] = d;
    return registers;
}

/// Calls until a register is wrong or the rounds are over. written: how many argument
/// registers the call may change, or -1 if its variant says so.
static void probe_check(const char *what, probe_fn probe, int written, uint32_t a, uint32_t b,
                        uint32_t c, uint32_t d)
{
    for (uint32_t round = 0; round < ROUNDS; round++) {
        struct registers before = registers_poisoned(a, b, c, d);
        struct registers after;
        registers_prepare(&before, &after);
        after = before;
        probe(&after);
        registers_mask(&before);
        registers_mask(&after);

        uint32_t first = written < 0 ? variant_words(after.argument[0]) : (uint32_t)written;
        const uint32_t *old_words = (const uint32_t *)&before;
        const uint32_t *new_words = (const uint32_t *)&after;
        for (uint32_t i = first; i < sizeof(before) / sizeof(uint32_t); i++) {
            if (old_words[i] != new_words[i]) {
                check_value(false, what, i);
                return;
            }
        }
    }
    check(true, what);
}

/// Leaves one console completion waiting. Nobody has subscribed to it.
static void completion_queue(void)
{
    bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_WRITE, 0, 0);
}

/// Waits for the completion, with the registers filled.
static void probe_yield_wait_for(struct registers *registers)
{
    completion_queue();
    probe_yield(registers);
}

int main(void)
{
    static uint32_t buffer[4];
    uint32_t own = (uint32_t)(uintptr_t)buffer;
    uint32_t function = (uint32_t)(uintptr_t)main;

    probe_check("command to an absent driver", probe_command, -1, 0x7777, 1, 2, 3);
    probe_check("command that does not exist", probe_command, -1, DRIVER_ALARM, 99, 2, 3);
    probe_check("command without a value", probe_command, -1, DRIVER_CONSOLE, COMMAND_EXISTS, 2, 3);
    probe_check("command with a value", probe_command, -1, DRIVER_ALARM, ALARM_COMMAND_NOW, 2, 3);
    probe_check("subscribe", probe_subscribe, -1, DRIVER_ALARM, ALARM_UPCALL_FIRED, function, 7);
    probe_check("subscribe refused", probe_subscribe, -1, DRIVER_ALARM, 0, 0xFFFFFFFF, 7);
    probe_check("allow read-write", probe_allow_read_write, -1, DRIVER_CONSOLE, CONSOLE_ALLOW_READ,
                own, sizeof(buffer));
    probe_check("allow read-write refused", probe_allow_read_write, -1, DRIVER_CONSOLE,
                CONSOLE_ALLOW_READ, 4, 4);
    probe_check("allow read-only", probe_allow_read_only, -1, DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE,
                own, sizeof(buffer));
    probe_check("allow read-only refused", probe_allow_read_only, -1, DRIVER_CONSOLE,
                CONSOLE_ALLOW_WRITE, 4, 4);
    probe_check("allow user-readable", probe_allow_user_readable, -1, DRIVER_CONSOLE, 0, own, 4);
    probe_check("memop with a value", probe_memop, -1, MEMOP_MEMORY_START, 1, 2, 3);
    probe_check("memop without a value", probe_memop, -1, MEMOP_HEAP_START,
                bulkhead_memop(MEMOP_BREAK_MOVE, 0).value[0], 2, 3);
    probe_check("memop refused", probe_memop, -1, MEMOP_BREAK_SET, 0xFFFFFFFF, 2, 3);
    probe_check("memop that does not exist", probe_memop, -1, 1234, 1, 2, 3);
    probe_check("exit that does not exist", probe_exit, -1, 9, 1, 2, 3);
    probe_check("yield-no-wait with nothing to do", probe_yield, 0, YIELD_NO_WAIT, 0, 2, 3);
    bulkhead_allow_read_only(DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, NULL, 0);
    probe_check("yield-wait-for", probe_yield_wait_for, 3, YIELD_WAIT_FOR, DRIVER_CONSOLE,
                CONSOLE_UPCALL_WRITTEN, 3);
    probe_check("interrupts in between", probe_nothing, 0, 0, 1, 2, 3);
    return check_done("registers");
}
