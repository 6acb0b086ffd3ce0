// SPDX-License-Identifier: Apache-2.0 OR MIT
// The fast path: a call whose server waits, and a reply behind which nothing is to be received.
//
// It does what kernel_ipc_call() does followed by kernel work, for messages of few words without
// capabilities and a partner that runs next in any case: first every condition, then changes that
// cannot fail. The words stay in the caller's message, from where the port puts them into the
// registers of the partner. Whatever is not so is left to kernel_ipc_call(), which begins anew; so
// nothing here says why.

#include "capability.h"
#include "endpoint.h"
#include "scheduler.h"
#include "turn.h"

enum {
    /// Length, capabilities offered, and bits that no sender sets.
    INFO_LOW_MASK = (1 << IPC_LABEL_SHIFT) - 1,
};

/// Registers for words that are not sent are zero.
static ALWAYS_INLINE void words_clear(struct port_message *message, uint32_t length)
{
    if (length < IPC_REGISTER_WORDS) {
        message->word[3] = 0;
        if (length == 0) {
            message->word[0] = 0;
            message->word[1] = 0;
            message->word[2] = 0;
        } else {
            message->word[2] = length < 3 ? 0 : message->word[2];
            message->word[1] = length < 2 ? 0 : message->word[1];
        }
    }
}

/// The process that runs is to wait in `state`, and its partner gets the message and runs instead.
static ALWAYS_INLINE struct arch_context *partner_run(struct process *process, struct ipc *self,
                                                      enum ipc_state state, struct process *next,
                                                      uint32_t map, struct port_message *message,
                                                      uint32_t length, uint64_t badge)
{
    process->counters.system_calls++; // What the call was is noted for faults, and this is none.
    process->awaited_driver = DRIVER_NONE;
    self->state = (uint8_t)state;
    self->message.window = message->window;

    message->capability = ERROR_NONE;
    message->window = (uint32_t)badge;
    message->reply_slot = (uint32_t)(badge >> 32);
    words_clear(message, length);

    scheduler_hand_over(process, next, map);
    process_current = next;   // In the same slice, or two could keep all others of the rank out.
    process_protected = next; // It was not: two processes have no protection in common.
    port_protection_load(&next->protection);
    return &process_current->context; // Read again, which is cheaper than to keep it.
}

/// The entry of an index, if it has that kind and right and its process takes part in IPC now.
static ALWAYS_INLINE const struct capability *
entry_find(struct ipc *self, uint32_t index, uint32_t kind, uint32_t right, struct ipc **target)
{
    if (index >= self->capability_count) {
        return NULL;
    }
    const struct capability *entry = &self->table[index];
    if (entry->kind != kind || (entry->rights & right) == 0 || entry->is_row) {
        return NULL;
    }
    // It has been looked up once, and a slot keeps its process for ever.
    struct ipc *found = board.slots[entry->target].process->ipc;
    const uint64_t *generation =
        (entry->rights & IPC_RIGHT_STATIC) != 0 ? &found->image_generation : &found->epoch;
    if (entry->generation != *generation) {
        return NULL;
    }
    *target = found;
    return entry;
}

static ALWAYS_INLINE struct arch_context *call(struct process *process, struct ipc *self,
                                               struct port_message *message, uint32_t length)
{
    struct ipc *to;
    const struct capability *entry =
        entry_find(self, message->capability, IPC_KIND_CALL, IPC_RIGHT_CALL, &to);
    // One that waits for a message is alive, not this process, and does not revoke anything.
    if (entry == NULL || to->state != IPC_RECEIVING) {
        return NULL;
    }
    struct process *next = to->process;
    const uint32_t map = scheduler_map_without(process);
    const uint32_t reply_slot = to->message.reply_slot;
    struct ipc **caller = &to->callers[reply_slot];
    struct ipc *payer = to->is_passive ? self->payer : to;
    if (!scheduler_would_run(map, next) || *caller != NULL || !turn_goes_on(self->payer, payer)) {
        return NULL;
    }
    to->payer = payer;
    to->is_resting = false;
    *caller = self;
    self->partner = to;
    self->reply_slot = (uint8_t)reply_slot;
    self->rights = entry->rights;
    to->state = IPC_IDLE;
    return partner_run(process, self, IPC_REPLY_WAITING, next, map, message, length, entry->badge);
}

static ALWAYS_INLINE struct arch_context *reply_receive(struct process *process, struct ipc *self,
                                                        struct port_message *message,
                                                        uint32_t length)
{
    const uint32_t reply_slot = message->reply_slot;
    if (reply_slot >= self->reply_slot_count || self->is_signalled || self->peers_died != 0 ||
        self->senders != NULL || process->queue_count != 0) {
        return NULL;
    }
    struct ipc **place = &self->callers[reply_slot];
    struct ipc *caller = *place;
    if (caller == NULL || caller->state != IPC_REPLY_WAITING) {
        return NULL;
    }
    struct process *next = caller->process;
    const uint32_t map = scheduler_map_without(process);
    if (!scheduler_would_run(map, next) || !turn_goes_on(self->payer, caller->payer)) {
        return NULL;
    }
    self->payer = self;
    self->is_resting = self->is_passive;
    *place = NULL;
    caller->partner = NULL;
    caller->state = IPC_IDLE;
    self->message.reply_slot = reply_slot;
    return partner_run(process, self, IPC_RECEIVING, next, map, message, length, 0);
}

struct arch_context *kernel_ipc_switch(uint32_t class, struct port_message *message)
{
    struct process *process = process_current;
    struct ipc *self = process->ipc;
    const uint32_t length = message->info & INFO_LOW_MASK;
    if (self == NULL || length > IPC_REGISTER_WORDS) {
        return NULL;
    }
    if (class == IPC_CALL) {
        return call(process, self, message, length);
    }
    if (class == IPC_REPLY_RECEIVE) {
        return reply_receive(process, self, message, length);
    }
    return NULL;
}
