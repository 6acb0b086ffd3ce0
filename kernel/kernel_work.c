// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "work.h"

#include <kernel/port.h>
#include <lib/invariant.h>

#include "capsule_boundary.h"
#include "loader.h"
#include "panic.h"
#include "process.h"
#include "scheduler.h"

enum { LINES_PER_WORD = 32, LINE_WORDS = 4 };

static atomic_uint work_flags;
static atomic_uint lines_pending[LINE_WORDS];

/// Deferred calls are not made. Set at boot, reset by the first tick or when there is nothing to
/// run.
static atomic_bool work_is_held;

// Handlers above base level and base level share the flags. One core: atomicity is all they need,
// the order of other memory is kept by the exceptions themselves.
static void work_note(unsigned work)
{
    atomic_fetch_or_explicit(&work_flags, work, memory_order_relaxed);
}

void work_request(enum work work)
{
    work_note(work);
    port_work_pend();
}

/// The look at the work flags: between two looks lies one run of the kernel. Takes what is there.
NOINLINE unsigned kernel_work_look(void);
NOINLINE unsigned kernel_work_look(void)
{
    if (atomic_load_explicit(&work_flags, memory_order_relaxed) == 0) {
        return 0;
    }
    return atomic_exchange_explicit(&work_flags, 0, memory_order_relaxed);
}

/// A look in the middle of a round: what is new waits for the next round.
static void work_look_between(void)
{
    unsigned later = kernel_work_look();
    if (later != 0) {
        work_note(later);
    }
}

void kernel_irq_note(unsigned line)
{
    invariant(line < LINE_WORDS * LINES_PER_WORD);
    atomic_fetch_or_explicit(&lines_pending[line / LINES_PER_WORD], 1u << line % LINES_PER_WORD,
                             memory_order_relaxed);
    work_note(WORK_DEVICES);
}

void kernel_bottom_half_request(unsigned line)
{
    kernel_irq_note(line);
    port_work_pend();
}

/// Each line that is pending now is served once, in the order of the board's table.
static void work_devices(void)
{
    unsigned lines[LINE_WORDS];
    for (unsigned i = 0; i < LINE_WORDS; i++) {
        lines[i] = atomic_exchange_explicit(&lines_pending[i], 0, memory_order_relaxed);
    }
    for (uint32_t i = 0; i < board.bottom_half_count; i++) {
        const struct bottom_half *half = &board.bottom_halves[i];
        if ((lines[half->line / LINES_PER_WORD] >> half->line % LINES_PER_WORD & 1u) != 0) {
            half->serve();
            port_irq_enable(half->line);
            work_look_between();
        }
    }
}

void work_capsule_call(unsigned index, void (*entry)(void))
{
    if (entry != NULL) {
        // An aborted capsule has been noted by the boundary; nobody waits for an answer here.
        (void)capsule_call(index, (capsule_entry_fn)entry, NULL);
        work_look_between();
    }
}

static void work_capsules(void)
{
    for (uint32_t i = 0; i < board.capsule_count; i++) {
        if (board.capsule_status[i].is_deferred) {
            board.capsule_status[i].is_deferred = false;
            work_capsule_call(i, board.capsules[i].deferred);
        }
    }
}

static void work_timers(void)
{
    const uint64_t now = port_time_now();
    for (uint32_t i = 0; i < board.capsule_count; i++) {
        struct capsule_status *status = &board.capsule_status[i];
        if (status->is_timer_set && status->timer_at <= now) {
            status->is_timer_set = false;
            work_capsule_call(i, board.capsules[i].timer);
        }
    }
    process_lives_work(); // Sets the alarm anew when no step is left.
}

void work_alarm_update(void)
{
    uint64_t at = process_restart_next();
    for (uint32_t i = 0; i < board.capsule_count; i++) {
        const struct capsule_status *status = &board.capsule_status[i];
        if (status->is_timer_set && status->timer_at < at) {
            at = status->timer_at;
        }
    }
    if (at == UINT64_MAX) {
        port_time_alarm_cancel();
    } else {
        port_time_alarm(at);
    }
}

void kernel_timer_expired(void)
{
    work_request(WORK_TIMERS);
}

/// Does the work that has waited for the first tick. See work_start().
static void work_release(void)
{
    if (work_is_held) {
        work_is_held = false;
        work_request(WORK_CAPSULES);
    }
}

bool kernel_tick(void)
{
    work_release();
    if (scheduler_tick()) {
        work_note(WORK_SLICE);
    }
    // Work that waited for the processes to have their turn is brought up again.
    return atomic_load_explicit(&work_flags, memory_order_relaxed) != 0;
}

void kernel_fault_note(void)
{
    work_note(WORK_FAULT);
}

static uint8_t driver_first_of(uint32_t capsule)
{
    for (uint32_t i = 0; i < board.driver_count; i++) {
        if (board.drivers[i].capsule == capsule) {
            return (uint8_t)i;
        }
    }
    return DRIVER_NONE;
}

/// Initialises the capsules. What they want to do next, which is to print, waits for the first
/// tick, so that programs start before.
static void work_start(void)
{
    for (uint32_t i = 0; i < board.capsule_count; i++) {
        board.capsule_status[i].driver = driver_first_of(i);
        work_capsule_call(i, board.capsules[i].init);
    }
    work_alarm_update();
    work_is_held = true;
    atomic_fetch_and_explicit(&work_flags, ~(unsigned)WORK_CAPSULES, memory_order_relaxed);
}

void kernel_init(void)
{
    invariant(board.capsule_count < NO_CAPSULE && board.driver_count <= LINES_PER_WORD);
    panic_record_open();
    loader_start();
    port_tick_start();
    work_note(WORK_START);
}

enum {
    ROUNDS_IN_A_ROW_MAX = 8,
    TURN_HZ = 10000, ///< a turn of the processes is a 10,000th of a second
    WORK_URGENT = WORK_FAULT | WORK_SLICE,
};

// Rounds since processes last had a turn, and until when work waits for them to have one.
static uint8_t rounds_in_a_row;
static uint64_t round_ended_at;
static uint64_t turn_ends_at;

/**
 * Says which part of the work is done in this round. After several rounds in a row in which ready
 * processes got less than a turn, all but what the processor cannot go on without is put back,
 * until they have had one: the next tick or interrupt brings it up again.
 */
static NOINLINE unsigned work_admit(unsigned work)
{
    if ((work & ~(unsigned)WORK_URGENT) == 0) {
        return work;
    }
    if (scheduler_pick() == NULL) {
        rounds_in_a_row = 0;
        return work;
    }
    const uint64_t now = port_time_now();
    const uint32_t turn_ticks = board.time_hz / TURN_HZ;
    if (now >= turn_ends_at) {
        rounds_in_a_row = now - round_ended_at >= turn_ticks ? 0 : (uint8_t)(rounds_in_a_row + 1);
        if (rounds_in_a_row <= ROUNDS_IN_A_ROW_MAX) {
            return work;
        }
        rounds_in_a_row = 0;
        turn_ends_at = now + turn_ticks;
    }
    work_note(work & ~(unsigned)WORK_URGENT);
    return work & WORK_URGENT;
}

/// One round: the slice and a fault first, then each kind of work once.
static NOINLINE void work_round(unsigned work)
{
    if ((work & WORK_SLICE) != 0 && process_current != NULL) {
        scheduler_rotate(process_current);
    }
    if ((work & WORK_FAULT) != 0) {
        process_fault_work();
        work_look_between();
    }
    if ((work & WORK_CAPSULE_FAILURE) != 0) {
        capsule_failure_work();
        work_look_between();
    }
    if ((work & WORK_START) != 0) {
        work_start();
    }
    if ((work & WORK_DEVICES) != 0) {
        work_devices();
    }
    if ((work & WORK_CAPSULES) != 0 && !work_is_held) {
        work_capsules();
    }
    if ((work & WORK_TIMERS) != 0) {
        work_timers();
        work_look_between();
    }
    if ((work & WORK_LIVES) != 0) {
        process_lives_work();
        work_look_between();
    }
    if ((work & WORK_LOADER) != 0) {
        (void)loader_step();
    }
}

static NOINLINE void work_sleep(void)
{
    work_release();
    process_current = NULL;
    port_tick_stop();
    port_sleep(&work_flags);
    port_tick_start();
}

struct arch_context *kernel_work(void)
{
    for (;;) {
        port_interrupts_note();
        const unsigned work = kernel_work_look();
        if (work != 0) {
            work_round(work_admit(work));
            if ((work & ~(unsigned)WORK_URGENT) != 0) {
                round_ended_at = port_time_now();
            }
        }
        struct process *next = scheduler_pick();
        if (next == NULL) {
            work_sleep();
            continue;
        }
        struct arch_context *context = process_resume(next);
        if (context != NULL) {
            return context;
        }
    }
}
