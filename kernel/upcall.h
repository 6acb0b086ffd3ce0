// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Upcalls: events that drivers have for processes, one queue per process.
 *
 * Context of all: kernel.
 */
#pragma once

#include "process.h"

/**
 * Hands an event to a living process: to the yield that awaits it, else to its queue.
 *
 * @retval ERROR_FULL     the queue is full; the event is lost and counted.
 * @retval ERROR_INVALID  the driver has no such upcall, or the process no grant of it.
 */
enum error upcall_add(struct process *process, unsigned driver, uint32_t number, uint32_t argument0,
                      uint32_t argument1, uint32_t argument2);

/// Drops the events without a function before the first that has one. True: there is one.
MUST_CHECK bool upcall_drop_null(struct process *process);

/// True: the first event has a function. Those without one before it are dropped.
MUST_CHECK static ALWAYS_INLINE bool upcall_has_function(struct process *process)
{
    return process->queue_count > 0 &&
           (!process->queue[process->queue_head].is_null || upcall_drop_null(process));
}

/// True: there is an event with a function. Those without one are kept for a yield that awaits one,
/// but those before it make room if the queue is full.
MUST_CHECK bool upcall_waits(struct process *process);

/// Takes the first event of one driver and number, with or without a function.
MUST_CHECK bool upcall_take_awaited(struct process *process, unsigned driver, uint32_t number,
                                    struct upcall *upcall);

/// Drops all events with a function of one driver and number (a new function was subscribed).
void upcall_purge(struct process *process, unsigned driver, uint32_t number);

/**
 * Takes the first event, which has a function, and has the process run that when it goes on.
 * @retval ERROR_FAULT  bad frame.
 */
MUST_CHECK enum error upcall_deliver_first(struct process *process);
