// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What the two programs share into whose calls a test puts interrupts (tests/injection).
 *
 * The test stops the machine and writes `report.order`; each program counts what it did and what it
 * found wrong. A program makes no system call before the first order and none after the last.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "registers_probe.h"

enum injected_order { ORDER_WAIT, ORDER_RUN, ORDER_END };

/// Read by the test; its fields are words in this order.
struct injected_report {
    volatile uint32_t order; ///< enum injected_order; written by the test
    uint32_t calls;          ///< made and returned from
    uint32_t rounds;
    uint32_t wrong_registers;
    uint32_t wrong_results;
    uint32_t is_at_end;
};

extern struct injected_report report;
struct injected_report report;

/// See registers.c.
void probe_yield(struct registers *registers);
void probe_command(struct registers *registers);
void probe_memop(struct registers *registers);
void probe_nothing(struct registers *registers);

typedef void (*probe_fn)(struct registers *);

/// Fills all registers of a set with values that no other call uses, but for the arguments.
static inline void registers_poison(struct registers *registers, uint32_t a, uint32_t b, uint32_t c,
                                    uint32_t d)
{
    static uint32_t pattern = 0x1234567;
    uint32_t *words = (uint32_t *)registers;
    for (uint32_t i = 0; i < sizeof(*registers) / sizeof(uint32_t); i++) {
        pattern = pattern * 1664525 + 1013904223;
        words[i] = pattern;
    }
    registers->argument[0] = a;
    registers->argument[1] = b;
    registers->argument[2] = c;
    registers->argument[3] = d;
}

/// What a call may change.
enum injected_change {
    CHANGES_NOTHING,
    CHANGES_FIRST_RESULT,
    CHANGES_TWO_RESULTS,
    CHANGES_AS_FUNCTION, ///< an upcall runs inside
};

/// Makes a call with poisoned registers and compares them afterwards.
static inline struct registers injected_call(probe_fn probe, enum injected_change change,
                                             uint32_t a, uint32_t b, uint32_t c, uint32_t d)
{
    // An upcall finds its stack below the set where that is the probe's stack pointer.
    static struct {
        uint32_t stack[128];
        struct registers set;
    } used;

    struct registers before;
    registers_poison(&before, a, b, c, d);
    registers_prepare(&before, &used.set);
    used.set = before;
    probe(&used.set);
    struct registers after = used.set;
    registers_mask(&before);
    registers_mask(&after);
    uint32_t first = (uint32_t)change;
    if (change == CHANGES_AS_FUNCTION) {
        registers_mask_changed(&before);
        registers_mask_changed(&after);
        first = 0;
    }
    const uint32_t *old_words = (const uint32_t *)&before;
    const uint32_t *new_words = (const uint32_t *)&after;
    for (uint32_t i = first; i < sizeof(before) / sizeof(uint32_t); i++) {
        report.wrong_registers += old_words[i] != new_words[i];
    }
    return used.set;
}

static inline void injected_result(bool is_right)
{
    report.wrong_results += !is_right;
}

/// The order in force. The test stops the machine here to change it.
__attribute__((noinline)) uint32_t injected_order(void);
uint32_t injected_order(void)
{
    return report.order;
}

/// Runs rounds between the orders of the test; does not return.
static inline void injected_rounds(void (*round)(void))
{
    while (injected_order() == ORDER_WAIT) {
    }
    while (injected_order() == ORDER_RUN) {
        round();
        report.rounds++;
    }
    report.is_at_end = 1;
    for (;;) {
    }
}
