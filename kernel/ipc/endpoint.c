// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "endpoint.h"

#include "call.h"
#include "fault.h"
#include "scheduler.h"
#include "transfer.h"
#include "turn.h"

/// The lowest bit of what is not 0.
static uint32_t bit_first(uint64_t bits)
{
    uint32_t first = 0;
    while ((bits >> first & 1u) == 0) {
        first++;
    }
    return first;
}

static bool wants_reply(const struct ipc *sender)
{
    return sender->state != IPC_SENDING;
}

/// Whether the receiver, whose message names a reply slot, can take this sender.
static bool can_take(const struct ipc *to, const struct ipc *from)
{
    return (!wants_reply(from) || to->callers[to->message.reply_slot] == NULL) &&
           turn_suffices(to, from);
}

bool endpoint_awaits(const struct ipc *who, const struct ipc *whom)
{
    while (who != NULL && who != whom) {
        who = who->partner; // No circle: none is let arise.
    }
    return who == whom;
}

/// Moves the message of `from` (state SENDING, CALLING or FAULTING, in no queue) to its partner,
/// whose results stand in its message then. A one-way sender is IDLE behind it, and has results,
/// too.
static void deliver(struct ipc *from)
{
    struct ipc *to = from->partner;
    const uint32_t reply_slot = to->message.reply_slot;
    if (from->state == IPC_FAULTING) {
        fault_transfer(from, to);
    } else {
        message_transfer(from, to, from->badge, (from->rights & IPC_RIGHT_GRANT) != 0);
    }
    if (from->state == IPC_SENDING) {
        from->state = IPC_IDLE;
        from->partner = NULL;
        (void)ipc_status(from, to->message.capability);
        return;
    }
    from->state = from->state == IPC_CALLING ? IPC_REPLY_WAITING : IPC_FAULT_WAITING;
    from->reply_slot = (uint8_t)reply_slot;
    to->callers[reply_slot] = from;
    turn_donate(from, to);
}

bool endpoint_offer(struct ipc *from)
{
    struct ipc *to = from->partner;
    if (to->state != IPC_RECEIVING || !can_take(to, from)) {
        return false;
    }
    deliver(from);
    ipc_complete(to);
    return true;
}

void endpoint_enqueue(struct ipc *sender)
{
    struct ipc **link = &sender->partner->senders;
    while (*link != NULL && (*link)->process->rank <= sender->process->rank) {
        link = &(*link)->next;
    }
    sender->next = *link;
    *link = sender;
    sender->is_revoked = false;
}

static void queue_remove(struct ipc *sender)
{
    struct ipc **link = &sender->partner->senders;
    while (*link != sender) {
        link = &(*link)->next;
    }
    *link = sender->next;
    sender->next = NULL;
}

bool endpoint_receive(struct ipc *to, bool with_messages)
{
    if (to->is_signalled) {
        message_results(to, IPC_STATUS_SIGNAL, 0, NULL, to->signals);
        to->is_signalled = false;
        to->signals = 0;
        return true;
    }
    if (!with_messages) {
        return false;
    }
    if (to->peers_died != 0) {
        const uint32_t channel = bit_first(to->peers_died);
        to->peers_died &= to->peers_died - 1;
        message_results(to, ERROR_NONE, IPC_LABEL_PEER_DIED << IPC_LABEL_SHIFT, NULL,
                        IPC_BADGE_FAULT | channel);
        return true;
    }
    struct ipc *from = to->senders;
    while (from != NULL && !can_take(to, from)) {
        from = from->next;
    }
    if (from == NULL) {
        return false;
    }
    queue_remove(from);
    deliver(from);
    if (from->state == IPC_IDLE) {
        ipc_complete(from);
    }
    return true;
}

void endpoint_serve(struct ipc *to)
{
    const bool with_messages = to->state == IPC_RECEIVING;
    if ((with_messages || to->state == IPC_WAITING) && endpoint_receive(to, with_messages)) {
        ipc_complete(to);
    }
}

struct ipc *endpoint_caller_take(struct ipc *ipc, uint32_t reply_slot)
{
    struct ipc *caller = ipc->callers[reply_slot];
    if (caller != NULL) {
        ipc->callers[reply_slot] = NULL;
        caller->partner = NULL;
        turn_return(ipc, caller);
    }
    return caller;
}

void endpoint_leave(struct ipc *ipc)
{
    struct ipc *partner = ipc->partner;
    switch ((enum ipc_state)ipc->state) {
    case IPC_SENDING:
    case IPC_CALLING:
    case IPC_FAULTING:
        queue_remove(ipc);
        ipc->partner = NULL;
        break;
    case IPC_REPLY_WAITING:
    case IPC_REPLY_LATE:
    case IPC_FAULT_WAITING:
        (void)!endpoint_caller_take(partner, ipc->reply_slot);
        endpoint_serve(partner); // Who waits for that slot can have it.
        break;
    case IPC_IDLE:
    case IPC_FAULT_STOPPED:
    case IPC_RECEIVING:
    case IPC_WAITING:
    case IPC_REVOKING:
    case IPC_DONE:
        break;
    }
}
