// SPDX-License-Identifier: Apache-2.0 OR MIT
// The fast path: a call whose server waits, a reply behind which nothing is to be received, and a
// signal that nobody waits for.
//
// It does what kernel_ipc_call() does followed by kernel work, for messages without capabilities
// and a partner that runs next in any case: first every condition, then changes that cannot fail.
// The words of registers stay in the caller's message, from where the port puts them into the
// registers of the partner. Whatever is not so is left to kernel_ipc_call(), which begins anew; so
// nothing here says why.

#include <lib/checked.h>

#include "capability.h"
#include "endpoint.h"
#include "scheduler.h"
#include "transfer.h"
#include "turn.h"
#include "user_copy.h"

enum {
    /// Length, capabilities offered, and bits that no sender sets.
    INFO_LOW_MASK = (1 << IPC_LABEL_SHIFT) - 1,
    WORD_BYTES = sizeof(uint32_t),
    BLOCK_BYTES = 32,
    WORDS_FETCHED_MAX = 120, ///< words 4 to 119, in whole blocks
};
static_assert(WORDS_FETCHED_MAX * WORD_BYTES % BLOCK_BYTES == 0 &&
                  WORDS_FETCHED_MAX >= IPC_WORDS_MAX - IPC_REGISTER_WORDS &&
                  (WORDS_FETCHED_MAX + IPC_REGISTER_WORDS) * WORD_BYTES +
                          offsetof(struct ipc_buffer, word) <=
                      IPC_BUFFER_BYTES,
              "the last block lies in the buffer");

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

/// They are fetched in whole blocks, which windows are fast at. What the buffer holds behind the
/// message goes nowhere.
static ALWAYS_INLINE size_t words_fetched_bytes(uint32_t length)
{
    return align_down((length - IPC_REGISTER_WORDS) * WORD_BYTES + BLOCK_BYTES - 1, BLOCK_BYTES);
}

/// Puts words into the buffer of a process whose protection is loaded. Returns how many bytes it
/// got.
static ALWAYS_INLINE size_t words_put(struct process *process, const uint32_t word[], size_t bytes)
{
    const struct user_range range = ipc_buffer_words(process->ipc, bytes);
    const size_t refused = user_words_out(process, range, word);
    if (refused != bytes) {
        return bytes - refused;
    }
    size_t copied UNINITIALISED;
    (void)!user_copy_out(process, range, word, &copied); // It may lie in a map.
    return copied;
}

/// Moves the words in the buffers, and loads the protection of the receiver. What it cannot have is
/// cut off.
static NOINLINE void words_move(struct process *from, struct process *to,
                                struct port_message *message, uint32_t length)
{
    uint32_t word[WORDS_FETCHED_MAX] UNINITIALISED;
    const size_t wanted = (length - IPC_REGISTER_WORDS) * WORD_BYTES;
    const size_t fetched = words_fetched_bytes(length);
    const size_t readable = fetched - user_words_in(word, ipc_buffer_words(from->ipc, fetched));
    size_t bytes = wanted;
    if (readable < wanted) {
        bytes = readable;
        message_blame(from->ipc);
    }
    process_protected = to;
    port_protection_load(&to->protection);
    const size_t copied = words_put(to, word, bytes);
    if (copied != wanted) {
        if (copied != bytes) {
            message_blame(to->ipc);
        }
        message->info -= (uint32_t)((wanted - copied + WORD_BYTES - 1) / WORD_BYTES);
        message->capability = ERROR_TRUNCATED;
    }
}

/// The process that runs waits now, and its partner gets the message and runs instead.
static ALWAYS_INLINE struct arch_context *partner_run(struct process *process, struct process *next,
                                                      uint32_t map, struct port_message *message,
                                                      uint32_t length)
{
    message->capability = ERROR_NONE;
    words_clear(message, length);
    process->counters.system_calls++; // What the call was is noted for faults, and this is none.
    process->awaited_driver = DRIVER_NONE;
    scheduler_hand_over(process, next, map);
    process_current = next; // In the same slice, or two could keep all others of the rank out.
    if (length > IPC_REGISTER_WORDS) {
        words_move(process, next, message, length);
    } else {
        process_protected = next; // It was not: two processes have no protection in common.
        port_protection_load(&next->protection);
    }
    return &next->context;
}

/// The entry of an index, if it has that kind and right and its process takes part in IPC now.
static ALWAYS_INLINE const struct capability *
entry_find(struct ipc *self, uint32_t index, uint32_t kind, uint32_t right, struct ipc **target)
{
    if (index >= self->capability_count) {
        return NULL;
    }
    const struct capability *entry = self->table + index;
    if (entry->kind != kind || (entry->rights & right) == 0 || entry->is_row) {
        return NULL;
    }
    // It has been looked up once, and a slot keeps its process for ever.
    struct ipc *found = board.slots[entry->target].process->ipc;
    if (entry->generation != found->generation[(entry->rights & IPC_RIGHT_STATIC) != 0]) {
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
    const uint32_t reply_slot = to->message.reply_slot;
    struct ipc **place = &to->callers[reply_slot];
    if (*place != NULL) {
        return NULL;
    }
    const uint32_t map = scheduler_map_without(process);
    if (!scheduler_would_run(map, to->process) ||
        ((self->is_timed | to->is_timed) != 0 &&
         !turn_call_passes(self, to, scheduler_has_rank(map, to->process)))) {
        return NULL;
    }
    self->rights = entry->rights;
    self->message.window = message->window;
    message->window = (uint32_t)entry->badge;
    message->reply_slot = (uint32_t)(entry->badge >> 32);
    self->state = IPC_REPLY_WAITING;
    self->partner = to;
    self->reply_slot = (uint8_t)reply_slot;
    *place = self;
    to->state = IPC_IDLE;
    return partner_run(process, to->process, map, message, length);
}

static ALWAYS_INLINE struct arch_context *reply_receive(struct process *process, struct ipc *self,
                                                        struct port_message *message,
                                                        uint32_t length)
{
    const uint32_t reply_slot = message->reply_slot;
    if (reply_slot >= self->reply_slot_count || (self->is_signalled | process->queue_count) != 0 ||
        self->peers_died != 0 || self->senders != NULL) {
        return NULL;
    }
    struct ipc **place = &self->callers[reply_slot];
    struct ipc *caller = *place;
    if (caller == NULL || caller->state != IPC_REPLY_WAITING) {
        return NULL;
    }
    const uint32_t map = scheduler_map_without(process);
    if (!scheduler_would_run(map, caller->process) ||
        ((self->is_timed | caller->is_timed) != 0 &&
         !turn_reply_passes(self, caller, scheduler_has_rank(map, caller->process)))) {
        return NULL;
    }
    *place = NULL;
    self->message.window = message->window;
    self->message.reply_slot = reply_slot;
    self->state = IPC_RECEIVING;
    message->window = 0;
    message->reply_slot = 0;
    caller->partner = NULL;
    caller->state = IPC_IDLE;
    return partner_run(process, caller->process, map, message, length);
}

/// Nobody waits for the bits, so nothing follows from them.
static ALWAYS_INLINE struct arch_context *signal(struct process *process, struct ipc *self,
                                                 struct port_message *message)
{
    struct ipc *to;
    const struct capability *entry =
        entry_find(self, message->capability, IPC_KIND_NOTIFY, IPC_RIGHT_SEND, &to);
    if (entry == NULL || to->state == IPC_RECEIVING || to->state == IPC_WAITING ||
        to->state == IPC_REVOKING || !process_is_alive(to->process)) {
        return NULL;
    }
    process->counters.system_calls++;
    to->signals |= entry->badge;
    to->is_signalled = true;
    message->capability = ERROR_NONE;
    message->info = 0;
    words_clear(message, 0);
    message->window = 0;
    message->reply_slot = 0;
    return &process->context;
}

static NOINLINE struct arch_context *switch_to(uint32_t class, struct port_message *message,
                                               uint32_t length)
{
    struct process *process = process_current;
    struct ipc *self = process->ipc;
    if (self == NULL) {
        return NULL;
    }
    if (class == IPC_CALL) {
        return call(process, self, message, length);
    }
    if (class == IPC_REPLY_RECEIVE) {
        return reply_receive(process, self, message, length);
    }
    if (class == IPC_SIGNAL) {
        return signal(process, self, message);
    }
    return NULL;
}

/// A message with words in the buffer, which must be as many as there can be, and in memory of the
/// process's own.
static NOINLINE struct arch_context *long_switch_to(uint32_t class, struct port_message *message,
                                                    uint32_t length)
{
    const struct process *process = process_current;
    if (process->ipc == NULL || length > IPC_WORDS_MAX ||
        !user_words_are_own(process, ipc_buffer_words(process->ipc, words_fetched_bytes(length)))) {
        return NULL;
    }
    return switch_to(class, message, length);
}

struct arch_context *kernel_ipc_switch(uint32_t class, struct port_message *message)
{
    const uint32_t length = message->info & INFO_LOW_MASK;
    return length <= IPC_REGISTER_WORDS ? switch_to(class, message, length)
                                        : long_switch_to(class, message, length);
}
