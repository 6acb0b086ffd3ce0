// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Kernel work: what is to be done at base level besides system calls.
 *
 * Whoever has work sets a flag and pends base level; kernel_work() (kernel/port.h) does it in
 * rounds.
 */
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include <kernel/port.h>
#include <lib/attributes.h>

#include "ipc.h"

enum work {
    WORK_FAULT = 1 << 0,           ///< the current process faulted
    WORK_SLICE = 1 << 1,           ///< the current process's slice is over
    WORK_DEVICES = 1 << 2,         ///< bottom halves
    WORK_CAPSULES = 1 << 3,        ///< deferred calls
    WORK_TIMERS = 1 << 4,          ///< the time that was asked for has come
    WORK_LIVES = 1 << 5,           ///< ended lives to announce, new ones to begin
    WORK_LOADER = 1 << 6,          ///< the next image
    WORK_CAPSULE_FAILURE = 1 << 7, ///< a capsule was aborted
    WORK_START = 1 << 8,           ///< boot: capsules are to be initialised
};

/// Notes work and has it done. Context: any.
void work_request(enum work work);

/// Kernel work is being done, and a process will be picked behind it. Guard: base level.
extern bool work_is_going;

/// Has the process to run picked again. Context: kernel.
static ARCH_HELPER void work_pick_request(void)
{
    if (!work_is_going) {
        port_work_pend();
    }
}

/// The look at the work flags: between two looks lies one run of the kernel.
unsigned kernel_work_look(void);

/// A look in the middle of a round: what is new waits for the next round.
static ALWAYS_INLINE void work_look_between(void)
{
    (void)kernel_work_look();
    ipc_work_step();
}

/// Calls an entry point that takes nothing; null is not called. Context: kernel.
void work_capsule_call(uint32_t capsule, void (*entry)(void));

/// Has the capsule's `deferred` entry point called. Context: kernel.
void work_capsule_defer(uint32_t capsule);

/// Has the capsule's `timer` entry point called at or after `at`; cancels that. Context: kernel.
void work_timer_set(uint32_t capsule, uint64_t at);
void work_timer_cancel(uint32_t capsule);

/// Forgets what a capsule that has failed was to be called for. Context: kernel.
void work_capsule_forget(uint32_t capsule);

/// Sets the alarm for the earliest of all timers: capsules' and restarts'. Context: kernel.
void work_alarm_update(void);
