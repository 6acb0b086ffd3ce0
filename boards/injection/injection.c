// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "injection.h"

#include "process.h"
#include <boards/standard/standard.h>
#include <kernel/port.h>

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

/// Says whether a place has its turn, and notes that it had it.
static bool place_take(uintptr_t place)
{
    const uint32_t bit = 1u << place % INJECTION_WORD_BITS;
    injection.blocks++;
    if (place >= INJECTION_PLACES) {
        injection.blocks_outside++;
        return false;
    }
    if (injection.mode == INJECTION_OFF || is_any_failed() ||
        (injection.done[place / INJECTION_WORD_BITS] & bit) != 0) {
        return false;
    }
    injection.done[place / INJECTION_WORD_BITS] |= bit;
    injection.count++;
    return true;
}

/// What follows a block: true if the capsule is to fail.
static NOINLINE bool block_begin(uintptr_t address)
{
    if (injection.is_watched) {
        injection.is_watched = false;
        if (states_sum(injection.running) != injection.states_sum) {
            injection.states_changed++;
        }
    }
    if (!place_take((address - (uintptr_t)capsule_text_start) / 4)) {
        return false;
    }
    injection.running = capsules_running();
    grants_check(injection.running);
    injection.states_sum = states_sum(injection.running);
    injection.is_watched = true;
    return true;
}

// It lies with the capsules, so that what happens in it happens in a capsule.
SECTION(".capsule.text.injection") USED void __sanitizer_cov_trace_pc(void)
{
    if (block_begin((uintptr_t)__builtin_return_address(0))) {
        if (injection.mode == INJECTION_LOOP) {
            for (;;) {
            }
        }
        __builtin_trap();
    }
}
