// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "injection.h"

#include "process.h"
#include <boards/standard/standard.h>
#include <kernel/port.h>
#include <lib/invariant.h>

extern char capsule_text_start[];

USED struct injection injection;

static struct process_id sleeper;

void injection_timer(void)
{
    (void)upcall_schedule(sleeper, 0, 0, 0, 0);
}

void injection_command(struct command *command)
{
    enum { SLEEPS_PER_SECOND = 200 };
    if (command->number == 2) {
        sleeper = command->process;
        timer_set(time_now() + time_hz() / SLEEPS_PER_SECOND);
        command_success(command);
    } else if (command->number == COMMAND_EXISTS) {
        command_success(command);
    } else if (command->argument[0] < INJECTION_REPORTS) {
        injection.report[command->argument[0]] += command->argument[1];
        command_success(command);
    } else {
        command_failure(command, ERROR_INVALID);
    }
}

/// Bit i: capsule i is in the chain of crossings.
static uint32_t capsules_running(void)
{
    uint32_t running = 0;
    for (const struct capsule_record *record = capsule_record_current; record != NULL;
         record = record->previous) {
        running |= 1u << record->capsule;
    }
    return running;
}

static bool is_any_failed(void)
{
    if (board.capsule_status[injection.failed].is_failed) {
        return true; // The time is another capsule's.
    }
    bool is_any = false;
    for (uint32_t i = 0; i < board.capsule_count; i++) {
        is_any |= board.capsule_status[i].is_failed;
        board.capsule_status[i].restart.delay_ticks = 0; // Or the campaign takes days.
    }
    return is_any;
}

/// A number that says what is in the states of all capsules but some.
static uint32_t states_sum(uint32_t but)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i < board.capsule_count; i++) {
        for (const uint8_t *byte = board.capsule_states[i];
             (but >> i & 1u) == 0 && byte != board.capsule_states[i + 1]; byte++) {
            sum = sum * 31 + *byte + 1;
        }
    }
    return sum;
}

/// No grant is entered but those of capsules that run.
static void grants_check(uint32_t running)
{
    for (uint32_t i = 0; i < board.slot_count; i++) {
        const struct process *process = board.slots[i].process;
        for (uint32_t j = 0; process != NULL && j < board.driver_count; j++) {
            if (process->grants[j].is_entered && (running >> board.drivers[j].capsule & 1u) == 0) {
                injection.grants_entered++;
            }
        }
    }
}

/// What a buffer is called while its home capsule owns it; 0 if that is another one, or it is away.
static uint32_t generation_of(uint32_t buffer, uint32_t capsule)
{
    const struct ledger_state *state = &board.buffer_states[buffer];
    const bool is_home = board.buffers[buffer].home_capsule == capsule && !state->is_at_device;
    return is_home ? state->generation : 0;
}

static void buffers_note(void)
{
    invariant(board.buffer_count <= INJECTION_BUFFERS);
    for (uint32_t i = 0; i < board.buffer_count; i++) {
        injection.generations[i] = generation_of(i, injection.failed);
    }
}

/// A capsule that was restarted has all its buffers, under other names, and none that was lent to
/// the one before.
static void buffers_check(void)
{
    for (uint32_t i = 0; i < board.buffer_count; i++) {
        const uint32_t generation = generation_of(i, injection.failed);
        if (board.buffer_states[i].borrower == injection.failed + 1 ||
            (injection.generations[i] != 0 && generation == injection.generations[i])) {
            injection.buffers_kept++;
        }
    }
}

static uintptr_t place_of(uintptr_t address)
{
    return (address - (uintptr_t)capsule_text_start) / 4;
}

static bool is_place_done(uintptr_t place)
{
    return place < INJECTION_PLACES &&
           (injection.done[place / INJECTION_WORD_BITS] >> place % INJECTION_WORD_BITS & 1u) != 0;
}

/// Says whether a place has its turn, and notes that it had it.
static bool place_take(uintptr_t place)
{
    if (place >= INJECTION_PLACES) {
        injection.blocks_outside++;
        return false;
    }
    if (is_place_done(place) || is_any_failed()) {
        return false;
    }
    injection.done[place / INJECTION_WORD_BITS] |= 1u << place % INJECTION_WORD_BITS;
    injection.count++;
    return true;
}

/// What follows a block: true if the capsule is to fail.
static NOINLINE bool block_begin(uintptr_t address)
{
    // Its buffers are taken back before it is restarted, not at once.
    if (injection.is_failure_watched && !board.capsule_status[injection.failed].is_failed) {
        injection.is_failure_watched = false;
        buffers_check();
    }
    if (injection.is_watched) {
        injection.is_watched = false;
        if (states_sum(injection.running) != injection.states_sum) {
            injection.states_changed++;
        }
    }
    if (injection.mode == INJECTION_OFF || !place_take(place_of(address))) {
        return false;
    }
    injection.running = capsules_running();
    grants_check(injection.running);
    injection.states_sum = states_sum(injection.running);
    injection.failed = capsule_record_current->capsule;
    buffers_note();
    injection.is_failure_watched = true;
    injection.is_watched = true;
    return true;
}

/// Whether a block has no turn any more, and there is nothing to look at. So it is with most, and
/// the time is the capsule's.
static bool is_block_plain(uintptr_t address)
{
    return !injection.is_watched && !injection.is_failure_watched &&
           (injection.mode == INJECTION_OFF || is_place_done(place_of(address)));
}

// It lies with the capsules, so that what happens in it happens in a capsule.
SECTION(".capsule.text.injection") USED void __sanitizer_cov_trace_pc(void)
{
    const uintptr_t address = (uintptr_t)__builtin_return_address(0);
    if (!is_block_plain(address) && block_begin(address)) {
        if (injection.mode == INJECTION_LOOP) {
            for (;;) {
            }
        }
        __builtin_trap();
    }
}
