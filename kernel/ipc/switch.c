// SPDX-License-Identifier: Apache-2.0 OR MIT
// The fast path: a call whose server waits, and a reply behind which nothing is to be received.
//
// It does what kernel_ipc_call() does followed by kernel work, for short messages without
// capabilities and a partner that runs next in any case: first every condition, then changes that
// cannot fail. The words stay in the caller's message, from where the port puts them into the
// registers of the partner. Whatever is not so is left to kernel_ipc_call().

#include "../scheduler.h"
#include "capability.h"
#include "endpoint.h"
#include "turn.h"

enum {
    /// Length, capabilities offered, and bits that no sender sets.
    INFO_LOW_MASK = (1 << IPC_LABEL_SHIFT) - 1,
};

/// The process that runs is to wait in `state`, and its partner gets the message and runs instead.
static struct arch_context *partner_run(struct ipc *self, enum ipc_state state, struct ipc *partner,
                                        struct port_message *message, uint64_t badge)
{
    struct process *process = self->process;
    process->counters.system_calls++;
    process->counters.last_call_argument[0] = message->capability;
    process->counters.last_call_argument[1] = message->info;
    process->awaited_driver = DRIVER_NONE;
    process->has_awaited = false;
    self->state = (uint8_t)state;
    self->message.window = message->window;

    message->capability = ERROR_NONE;
    message->window = (uint32_t)badge;
    message->reply_slot = (uint32_t)(badge >> 32);
    for (uint32_t i = message->info & INFO_LOW_MASK; i < IPC_REGISTER_WORDS; i++) {
        message->word[i] = 0;
    }

    struct process *next = partner->process;
    partner->state = IPC_IDLE;
    scheduler_hand_over(process, next);
    process_current = next; // In the same slice, or two could keep all others of the rank out.
    process_protection_switch(next);
    return &next->context;
}

static struct arch_context *call(struct ipc *self, struct port_message *message)
{
    struct capability *entry;
    struct ipc *to;
    if (capability_use(self, message->capability, IPC_KIND_CALL, IPC_RIGHT_CALL, &entry, &to) !=
            ERROR_NONE ||
        to->state != IPC_RECEIVING || !scheduler_may_hand_over(self->process, to->process)) {
        return NULL;
    }
    const uint32_t reply_slot = to->message.reply_slot;
    struct ipc *payer = to->is_passive ? self->payer : to;
    if (to->callers[reply_slot] != NULL || !turn_goes_on(self->payer, payer)) {
        return NULL;
    }
    to->payer = payer;
    to->is_resting = false;
    to->callers[reply_slot] = self;
    self->partner = to;
    self->reply_slot = (uint8_t)reply_slot;
    self->rights = entry->rights;
    self->process->counters.last_call_class = IPC_CALL;
    return partner_run(self, IPC_REPLY_WAITING, to, message, entry->badge);
}

static struct arch_context *reply_receive(struct ipc *self, struct port_message *message)
{
    const uint32_t reply_slot = message->reply_slot;
    if (reply_slot >= self->reply_slot_count || self->is_signalled || self->peers_died != 0 ||
        self->senders != NULL || self->process->queue_count != 0) {
        return NULL;
    }
    struct ipc *caller = self->callers[reply_slot];
    if (caller == NULL || caller->state != IPC_REPLY_WAITING ||
        !scheduler_may_hand_over(self->process, caller->process) ||
        !turn_goes_on(self->payer, caller->payer)) {
        return NULL;
    }
    self->payer = self;
    self->is_resting = self->is_passive;
    self->callers[reply_slot] = NULL;
    caller->partner = NULL;
    self->message.reply_slot = reply_slot;
    self->process->counters.last_call_class = IPC_REPLY_RECEIVE;
    return partner_run(self, IPC_RECEIVING, caller, message, 0);
}

struct arch_context *kernel_ipc_switch(uint32_t class, struct port_message *message)
{
    struct ipc *self = process_current->ipc;
    if (self == NULL || (message->info & INFO_LOW_MASK) > IPC_REGISTER_WORDS) {
        return NULL;
    }
    switch (class) {
    case IPC_CALL:
        return call(self, message);
    case IPC_REPLY_RECEIVE:
        return reply_receive(self, message);
    default:
        return NULL;
    }
}
