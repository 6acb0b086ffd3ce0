// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Whose time it is: who pays for what a process does, and what happens when a budget is used up.
 *
 * A process pays for itself. A passive one that receives a call or a fault is paid for by whoever
 * pays for the caller, until it replies, receives again, or the caller is gone: then it goes on
 * with its own budget, and so do those that it has called meanwhile. So a process that can run
 * always has time. Invariants:
 *
 * ipc->payer is ipc itself or, if it is passive, that of the caller in one of its reply slots.
 * Of those with the same payer at most one is not blocked.
 * is_resting: a passive process in a receive, which has given its time back. Only what brings time
 * is delivered to it: calls, faults, bits and news of deaths, not one-way messages, which stay
 * queued as if it did not receive.
 *
 * A budget is charged when another one is to pay, and when it ends, for which the alarm is set.
 * Context of all: kernel.
 */
#pragma once

#include <stdbool.h>

#include <lib/attributes.h>

#include "state.h"

/// Sets budget and flags of a process that is loaded. The row's numbers are legal.
void turn_attach(struct ipc *ipc);

/// Whether a receiver has the time for a message, or it brings that.
MUST_CHECK bool turn_suffices(const struct ipc *to, const struct ipc *from);

/// A call or fault has been received; it is in a reply slot now.
void turn_donate(const struct ipc *from, struct ipc *to);

/// A caller has left the reply slot of `server`: its time goes with it.
void turn_return(struct ipc *server, const struct ipc *caller);

/// Whether somebody else pays.
static inline bool turn_is_donated(const struct ipc *self)
{
    return self->payer != self;
}

/// The process that runs begins to receive on time that others gave it, which goes back.
void turn_rest(struct ipc *self);

/// The process that runs gives up the rest of what it could use now.
void turn_yield(struct ipc *self);

/// A life is over, and has left all slots and queues. Its budget goes on being counted.
void turn_end(struct ipc *ipc);

// For a switch without ipc_turn(): whether that would have nothing to do; then what the call or
// reply means for payers is done. Two processes that are not timed need not be asked about.
// `has_equals`: who is to run has ready ones in its rank.

/// The process that runs calls `to`, which receives.
MUST_CHECK bool turn_call_passes(const struct ipc *self, struct ipc *to, bool has_equals);

/// The process that runs answers its caller and receives.
MUST_CHECK bool turn_reply_passes(struct ipc *self, const struct ipc *caller, bool has_equals);
