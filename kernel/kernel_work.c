// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "work.h"

#include <kernel/port.h>
#include <lib/invariant.h>

#include "capsule_boundary.h"
#include "ipc.h"
#include "loader.h"
#include "panic.h"
#include "process.h"
#include "scheduler.h"

enum { LINES_PER_WORD = 32, LINE_WORDS = 4 };

static struct {
    atomic_uint flags; ///< enum work, or-ed
    atomic_uint lines_pending[LINE_WORDS];

    /// Deferred calls are not made. Set at boot, reset by the first tick or when there is nothing
    /// to run.
    atomic_bool is_held;

    // Guard of the rest: base level. Rounds since processes last had a turn, 0 if none waited for
    // one, when the last of these rounds ended, and until when work waits for them to have one.
    uint8_t rounds_in_a_row;
    uint64_t round_ended_at;
    uint64_t turn_ends_at;

    // Bit i: of capsule i.
    uint32_t capsules_deferred;
    uint32_t capsules_timed;

    uint64_t alarm_at; ///< for when the port was asked to raise the alarm; UINT64_MAX: it was not
} state;

bool work_is_going;

// Handlers above base level and base level share the flags. One core: atomicity is all they need,
// the order of other memory is kept by the exceptions themselves.
static ARCH_HELPER void work_note(unsigned work)
{
    atomic_fetch_or_explicit(&state.flags, work, memory_order_relaxed);
}

void work_request(enum work work)
{
    work_note(work);
    port_work_pend();
}

NOINLINE unsigned kernel_work_look(void)
{
    return atomic_load_explicit(&state.flags, memory_order_relaxed);
}

void kernel_irq_note(unsigned line)
{
    invariant(line < LINE_WORDS * LINES_PER_WORD);
    atomic_fetch_or_explicit(&state.lines_pending[line / LINES_PER_WORD],
                             1u << line % LINES_PER_WORD, memory_order_relaxed);
    work_note(WORK_DEVICES);
}

void kernel_bottom_half_request(unsigned line)
{
    kernel_irq_note(line);
    port_work_pend();
}

/// Each line that is pending is served once, in the order of the board's table.
static NOINLINE void work_devices(void)
{
    for (uint32_t i = 0; i < board.bottom_half_count; i++) {
        const struct bottom_half *half = &board.bottom_halves[i];
        atomic_uint *lines = &state.lines_pending[half->line / LINES_PER_WORD];
        const unsigned bit = 1u << half->line % LINES_PER_WORD;
        if ((atomic_load_explicit(lines, memory_order_relaxed) & bit) != 0) {
            atomic_fetch_and_explicit(lines, ~bit, memory_order_relaxed);
            half->serve();
            port_irq_enable(half->line);
            work_look_between();
        }
    }
    ipc_lines_serve(state.lines_pending, LINE_WORDS);
}

NOINLINE void work_capsule_call(uint32_t capsule, void (*entry)(void))
{
    if (entry != NULL) {
        // An aborted capsule has been noted by the boundary; nobody waits for an answer here.
        (void)capsule_call(capsule, (capsule_entry_fn)entry, NULL);
        work_look_between();
    }
}

void work_capsule_defer(uint32_t capsule)
{
    state.capsules_deferred |= 1u << capsule;
    work_request(WORK_CAPSULES);
}

static NOINLINE void work_capsules(void)
{
    uint32_t left = state.capsules_deferred;
    state.capsules_deferred = 0;
    for (uint32_t i = 0; left != 0; i++, left >>= 1) {
        if ((left & 1u) != 0) {
            work_capsule_call(i, board.capsules[i].deferred);
        }
    }
}

void work_timer_set(uint32_t capsule, uint64_t at)
{
    board.capsule_status[capsule].timer_at = at;
    state.capsules_timed |= 1u << capsule;
    work_alarm_update();
}

void work_timer_cancel(uint32_t capsule)
{
    state.capsules_timed &= ~(1u << capsule);
    work_alarm_update();
}

void work_capsule_forget(uint32_t capsule)
{
    state.capsules_deferred &= ~(1u << capsule);
    state.capsules_timed &= ~(1u << capsule);
}

static void alarm_update(uint64_t at);

/// Each timer that is due, once: one that is set for the past again and again keeps none waiting.
static NOINLINE void work_timers(void)
{
    const uint64_t now = port_time_now();
    ipc_time_work(now);
    state.alarm_at = UINT64_MAX; // It has come, if early: what is not due yet is asked for again.
    for (uint32_t i = 0, left = state.capsules_timed; left != 0; i++, left >>= 1) {
        // It may have been cancelled since the round began.
        const uint32_t others = state.capsules_timed & ~((left & 1u) << i);
        if (others == state.capsules_timed || board.capsule_status[i].timer_at > now) {
            continue;
        }
        state.capsules_timed = others;
        if (board.capsule_status[i].is_failed) {
            // What a capsule had set before it failed is none of its restart.
            if (board.capsule_status[i].is_failure_handled) {
                capsule_restart(i);
            }
        } else {
            work_capsule_call(i, board.capsules[i].timer);
        }
    }
    const uint64_t restart_at = process_restart_next();
    if (restart_at <= now) {
        process_lives_work(); // Sets the alarm anew when no step is left.
    } else {
        alarm_update(restart_at);
    }
}

void work_alarm_update(void)
{
    alarm_update(process_restart_next());
}

/// Sets the alarm for the earliest timer, or for `at`, if that is earlier.
static void alarm_update(uint64_t at)
{
    for (uint32_t i = 0, left = state.capsules_timed; left != 0; i++, left >>= 1) {
        if ((left & 1u) != 0 && board.capsule_status[i].timer_at < at) {
            at = board.capsule_status[i].timer_at;
        }
    }
    if (ipc_time_next() < at) {
        at = ipc_time_next();
    }
    if (at == state.alarm_at) {
        return;
    }
    state.alarm_at = at;
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
    if (atomic_load_explicit(&state.is_held, memory_order_relaxed)) {
        atomic_store_explicit(&state.is_held, false, memory_order_relaxed);
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
    return atomic_load_explicit(&state.flags, memory_order_relaxed) != 0;
}

void kernel_fault_note(void)
{
    work_note(WORK_FAULT);
}

/// Initialises the capsules. What they want to do next, which is to print, waits for the first
/// tick, so that programs start before.
static void work_start(void)
{
    for (uint32_t i = 0; i < board.capsule_count; i++) {
        work_capsule_call(i, board.capsules[i].init);
    }
    work_alarm_update();
    // In this order: a tick in between finds nothing held, so the request it would make is not
    // lost.
    atomic_fetch_and_explicit(&state.flags, ~(unsigned)WORK_CAPSULES, memory_order_relaxed);
    atomic_store_explicit(&state.is_held, true, memory_order_relaxed);
}

void kernel_init(void)
{
    invariant(board.capsule_count <= LINES_PER_WORD && board.driver_count <= LINES_PER_WORD);
    panic_record_open();
    state.alarm_at = UINT64_MAX;
    loader_start();
    port_tick_start();
    work_note(WORK_START);
}

enum {
    ROUNDS_IN_A_ROW_MAX = 8,
    TURN_HZ = 10000, ///< a turn of the processes is a 10,000th of a second, or a tick if longer
    WORK_URGENT = WORK_FAULT | WORK_SLICE,
};

/**
 * Says which part of the work is done in this round. After several rounds in a row in which ready
 * processes got less than a turn, all but what the processor cannot go on without is put back,
 * until they have had one: the next tick or interrupt brings it up again.
 */
static unsigned work_admit(unsigned work)
{
    if ((work & ~(unsigned)WORK_URGENT) == 0) {
        return work;
    }
    if (scheduler_pick() == NULL) {
        state.rounds_in_a_row = 0;
        return work;
    }
    const uint64_t now = port_time_now();
    const uint32_t turn_ticks = board.time_hz < TURN_HZ ? 1 : board.time_hz / TURN_HZ;
    if (now >= state.turn_ends_at) {
        if (now - state.round_ended_at >= turn_ticks) {
            state.rounds_in_a_row = 0;
        }
        state.rounds_in_a_row++;
        if (state.rounds_in_a_row <= ROUNDS_IN_A_ROW_MAX) {
            return work;
        }
        state.rounds_in_a_row = 0;
        state.turn_ends_at = now + turn_ticks;
    }
    work_note(work & ~(unsigned)WORK_URGENT);
    return work & WORK_URGENT;
}

/// What comes before devices in a round, and is rare.
static NOINLINE void work_first(unsigned work)
{
    if ((work & WORK_SLICE) != 0 && process_current != NULL && !ipc_keeps_turn(process_current)) {
        scheduler_rotate(process_current);
        ipc_slice_end(process_current);
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
}

/// What comes behind timers in a round, and is rare.
static NOINLINE void work_last(unsigned work)
{
    if ((work & WORK_LIVES) != 0) {
        process_lives_work();
        work_look_between();
    }
    if ((work & WORK_LOADER) != 0) {
        (void)loader_step();
    }
}

/// One round: each kind of work once.
static void work_round(unsigned work)
{
    if ((work & (WORK_SLICE | WORK_FAULT | WORK_CAPSULE_FAILURE | WORK_START)) != 0) {
        work_first(work);
    }
    if ((work & WORK_DEVICES) != 0) {
        work_devices();
    }
    if ((work & WORK_CAPSULES) != 0 &&
        !atomic_load_explicit(&state.is_held, memory_order_relaxed)) {
        work_capsules();
    }
    if ((work & WORK_TIMERS) != 0) {
        work_timers();
    }
    if ((work & (WORK_LIVES | WORK_LOADER)) != 0) {
        work_last(work);
    }
}

static NOINLINE void work_sleep(void)
{
    work_release();
    process_current = NULL;
    port_tick_stop();
    do {
        port_sleep(&state.flags); // An interrupt may bring no work.
    } while (atomic_load_explicit(&state.flags, memory_order_relaxed) == 0);
    port_tick_start();
}

/// What the look at the flags has found: one round of it.
static NOINLINE void work_serve(void)
{
    const unsigned work = atomic_exchange_explicit(&state.flags, 0, memory_order_relaxed);
    work_is_going = true;
    // Who has a fault has it before it runs out of time, which may be another one.
    if ((work & WORK_FAULT) == 0) {
        ipc_work_step();
    }
    work_round(work_admit(work));
    if (state.rounds_in_a_row != 0 && (work & ~(unsigned)WORK_URGENT) != 0) {
        state.round_ended_at = port_time_now();
    }
    work_is_going = false;
}

struct arch_context *kernel_work(void)
{
    struct arch_context *context = NULL;
    port_interrupts_note();
    while (context == NULL) {
        if (kernel_work_look() != 0) {
            work_serve();
        }
        struct process *next = scheduler_pick();
        if (!ipc_turn(next)) {
            continue;
        }
        if (next == NULL) {
            work_sleep();
        } else {
            context = process_resume(next);
        }
    }
    return context;
}
