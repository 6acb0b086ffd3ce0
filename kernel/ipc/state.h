// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What the kernel keeps of a process for IPC: its endpoint, notification word, reply slots and
 * capability table. It lies in the process's own block, among the extras, behind it the table and
 * the reply slots:
 *
 *     | struct ipc | table of capability_count entries | reply_slot_count callers |
 *
 * A process is in at most one queue, and owed at most one reply: both through `partner`.
 * Invariants:
 *
 * state SENDING, CALLING, FAULTING: it is in the queue of partner, once.
 * state REPLY_WAITING, REPLY_LATE, FAULT_WAITING: partner->callers[reply_slot] is this, and no
 * other slot is.
 * any other state: in no queue and no slot; partner is null.
 * No process that is not alive is in a queue, a slot, or has a state other than IDLE.
 * state RECEIVING: nothing that could be received waits.
 *
 * Guard of all: base level.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <abi/ipc.h>
#include <abi/system.h>
#include <kernel/port.h>

#include "budget.h"
#include "process.h"

enum ipc_state {
    IPC_IDLE,          ///< not in an IPC call
    IPC_SENDING,       ///< a message waits for its receiver
    IPC_CALLING,       ///< the same, and a reply is wanted
    IPC_FAULTING,      ///< the kernel's message about a fault waits for the parent
    IPC_REPLY_WAITING, ///< the call was received
    IPC_REPLY_LATE,    ///< the same, and the slice has ended: it goes on behind its equals
    IPC_FAULT_WAITING, ///< the fault was received
    IPC_FAULT_STOPPED, ///< the parent has received the fault and gone on without a reply
    IPC_RECEIVING,     ///< message.window and message.reply_slot say what it would take
    IPC_WAITING,       ///< for its notification word only
    IPC_REVOKING,      ///< until no entry is left that it has revoked
    IPC_DONE,          ///< the results stand in `message`, to be put into its registers
};

/// An entry of a capability table.
struct capability {
    uint16_t target; ///< slot of the process; while is_row, its row; the line of an interrupt
    uint8_t kind;    ///< enum ipc_kind
    uint8_t rights;  ///< enum ipc_right, or-ed
    uint8_t channel; ///< the holder's number
    uint8_t watch;   ///< with IPC_RIGHT_WATCH: the target's number of the channel
    bool is_row;     ///< the target has not been used yet, so nobody looked where it was loaded
    uint8_t next;    ///< of interrupts: index of the holder's next such entry, or 0
    uint64_t generation;
    uint64_t badge;
};
static_assert(sizeof(struct capability) == 24, "as architecture and tool count them");

/// A capability that a message carries.
struct ipc_offer {
    uint16_t index;
    uint8_t rights; ///< mask
};

struct ipc {
    // Entries through which this process can be reached: STATIC ones have the second number, others
    // the first. Both are never given again.
    union {
        struct {
            uint64_t epoch;
            uint64_t image_generation;
        };
        uint64_t generation[2];
    };

    struct process *process;
    const struct system_process *row; ///< of the system description
    struct ipc *partner;
    struct ipc *next;    ///< in the queue of partner
    struct ipc *senders; ///< queue of the own endpoint: by rank, in order of arrival inside a rank

    /// What it sends, while that has not been received; what it receives with, or the results.
    struct port_message message;
    uint64_t badge; ///< of the entry that the message goes through
    struct ipc_offer offer[IPC_EXTRA_CAPS_MAX];
    uint8_t offer_count;
    uint8_t state;      ///< enum ipc_state
    uint8_t rights;     ///< of the entry that the message goes through
    uint8_t reply_slot; ///< of partner

    // The own word, and what the kernel tells of others, a bit for each channel.
    uint64_t signals;
    uint64_t peers_died;
    bool is_signalled; ///< also if no bit is set

    uint8_t reply_slot_count;
    uint8_t capability_count;
    uint8_t static_count; ///< entries below are the system description's
    uint8_t irq_first;    ///< index of the first entry of an interrupt, or 0
    uint8_t fault_label;  ///< of the fault that it waits in
    uint16_t walk_at;     ///< how far what is done in slices has come

    uint64_t revoked_badge; ///< while REVOKING: entries with this badge under the mask
    uint64_t revoked_mask;

    // Time: turn.h.
    struct ipc *payer;      ///< whose budget pays for this process
    struct ipc *next_empty; ///< in the list of those whose budget waits for a refill
    struct budget budget;
    uint64_t used_ticks; ///< of it, since the last fault about that
    bool is_empty;       ///< the budget, until its next refill
    bool is_passive;
    uint8_t is_timed; ///< passive, or with a budget: turn.h has something to say. Constant
    bool is_resting;
    bool is_revoked; ///< in a queue: the entry that the message goes through
    bool is_blamed;  ///< people were told that a message was cut because of this process

    struct user_address buffer; ///< 0: none
    uint32_t loaded_entry;      ///< of the image
    struct ipc **callers;
    struct capability table[];
};

/// Has the results that stand in its message reach a process, or a fault be over.
void ipc_complete(struct ipc *ipc);

/// The same, with nothing but a status.
void ipc_complete_status(struct ipc *ipc, uint32_t status);

/// The process that runs has to wait in `state`.
void ipc_block(struct ipc *ipc, enum ipc_state state);

/// The process of a row, or null: it is not loaded.
struct ipc *ipc_of_row(uint32_t row);

/// That of the process in a slot, or null: the slot is empty, or its process has no IPC.
static inline struct ipc *ipc_of_slot(uint32_t slot)
{
    const struct process *process = board.slots[slot].process;
    return process == NULL ? NULL : process->ipc;
}

/// A number that no life, image or revocation had before.
uint64_t ipc_generation_next(void);

// Where things lie in the registered buffer. Nothing is accessed here; what is asked of a process
// without one is a range that no process has, so copies are refused.

static inline bool ipc_has_buffer(const struct ipc *ipc)
{
    return user_address_to_word(ipc->buffer) != 0;
}

/// A part of the buffer.
static inline struct user_range ipc_buffer_part(const struct ipc *ipc, size_t offset, size_t bytes)
{
    return user_range_from_words(user_address_to_word(ipc->buffer) + offset, bytes);
}

/// The first bytes of the words behind those that travel in registers.
static ALWAYS_INLINE struct user_range ipc_buffer_words(const struct ipc *ipc, size_t bytes)
{
    return ipc_buffer_part(
        ipc, offsetof(struct ipc_buffer, word) + IPC_REGISTER_WORDS * sizeof(uint32_t), bytes);
}
