// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Endpoints: who waits to be received, and what is received next. See state.h for the invariants.
 *
 * Context of all: kernel. Functions that move a message leave the protection of either side loaded.
 */
#pragma once

#include <stdbool.h>

#include <lib/attributes.h>

#include "state.h"

/// Whether `who` is `whom`, or waits for it, through others or not: then `whom` must not wait for
/// it.
MUST_CHECK bool endpoint_awaits(const struct ipc *who, const struct ipc *whom);

/// Puts a sender, whose state says what it waits for, into the queue of its partner.
void endpoint_enqueue(struct ipc *sender);

/**
 * Has the partner of `from` (state SENDING, CALLING or FAULTING, in no queue) receive its message,
 * if it waits for one that it can take, and go on: a call or fault needs the reply slot that it has
 * named. A one-way sender is IDLE then, and has results, too; others wait in the slot.
 *
 * @return false: it does not; nothing is done.
 */
MUST_CHECK bool endpoint_offer(struct ipc *from);

/// Receives what is first: bits of the own word, if `with_messages` the death of a peer, a sender.
/// False: there is nothing. The results stand in the message of `to`.
MUST_CHECK bool endpoint_receive(struct ipc *to, bool with_messages);

/// Has a process that waits in a receive go on, if there is something now.
void endpoint_serve(struct ipc *to);

/// Takes a process out of the queue or reply slot that it is in.
void endpoint_leave(struct ipc *ipc);

/// Takes the reply slot's caller out of it, or null.
MUST_CHECK struct ipc *endpoint_caller_take(struct ipc *ipc, uint32_t reply_slot);
