// SPDX-License-Identifier: Apache-2.0 OR MIT
// The end of a life, told to its partners; and a fault, told to the parent.

#include "call.h"
#include "capability.h"
#include "description.h"
#include "endpoint.h"
#include "ipc.h"
#include "turn.h"
#include "upcall.h"

enum { ENTRIES_A_STEP = 8 };

void ipc_end(struct process *process)
{
    struct ipc *ipc = process->ipc;
    if (ipc == NULL) {
        return;
    }
    ipc->epoch = ipc_generation_next();
    ipc->walk_at = 0;
    process->entry = ipc->loaded_entry;
    endpoint_leave(ipc);
    turn_end(ipc);
    ipc->state = IPC_IDLE;
    // Who waited for its reply slot may have got a message.
    process_protection_restore();
    if (process_current != NULL) {
        process_ready_update(process_current); // It may go on on another budget, which is used up.
    }
}

/// Ends the wait of a process whose partner is dead. It is in no queue and no slot.
static void partner_died(struct ipc *ipc)
{
    if (ipc->state == IPC_FAULTING || ipc->state == IPC_FAULT_WAITING ||
        ipc->state == IPC_FAULT_STOPPED) {
        ipc->state = IPC_FAULT_STOPPED;
        if (ipc->fault_label == IPC_LABEL_TIMEOUT) {
            ipc_complete(ipc); // As without a parent: it goes on with the next refill.
        } else {
            process_fault_apply(ipc->process);
        }
    } else {
        ipc_complete_status(ipc, ERROR_PEER_DIED);
    }
}

/// Takes a process that waits for this one out of its queue or slot. Null: there is none.
static struct ipc *partner_take(struct ipc *ipc)
{
    struct ipc *partner = ipc->senders;
    if (partner != NULL) {
        endpoint_leave(partner);
    }
    for (uint32_t i = 0; i < ipc->reply_slot_count && partner == NULL; i++) {
        partner = endpoint_caller_take(ipc, i);
    }
    for (uint32_t i = 0; i < board.slot_count && partner == NULL; i++) {
        struct ipc *child = ipc_of_slot(i);
        // Nobody else could have it go on, and others may wait for it.
        if (child != NULL && child->state == IPC_FAULT_STOPPED &&
            child->row->parent == description_row_number(ipc->row)) {
            partner = child;
        }
    }
    return partner;
}

/// Tells those that are told of this process's death. True: there were entries to look at.
static bool watchers_step(struct ipc *ipc)
{
    const uint32_t first = ipc->walk_at;
    while (ipc->walk_at < ipc->static_count && ipc->walk_at < first + ENTRIES_A_STEP) {
        struct capability *entry = &ipc->table[ipc->walk_at];
        struct ipc *target UNINITIALISED;
        if (capability_is_passable(entry) && (entry->rights & IPC_RIGHT_WATCH) != 0 &&
            capability_target(entry, &target) == ERROR_NONE) {
            target->peers_died |= 1ull << entry->watch;
            endpoint_serve(target);
        }
        ipc->walk_at++;
    }
    return ipc->walk_at != first;
}

/// What the next life must not find.
static void life_forget(struct ipc *ipc)
{
    for (uint32_t i = ipc->irq_first; i != 0; i = ipc->table[i].next) {
        port_irq_disable(ipc->table[i].target);
    }
    for (uint32_t i = ipc->static_count; i < ipc->capability_count; i++) {
        ipc->table[i] = (struct capability){.kind = IPC_KIND_NONE};
    }
    ipc->buffer = user_address_from_word(0);
    ipc->signals = 0;
    ipc->is_signalled = false;
    ipc->peers_died = 0;
}

bool ipc_end_step(struct process *process)
{
    struct ipc *ipc = process->ipc;
    if (ipc == NULL) {
        return false;
    }
    struct ipc *partner = partner_take(ipc);
    if (partner != NULL) {
        partner_died(partner);
        return true;
    }
    if (watchers_step(ipc)) {
        return true;
    }
    life_forget(ipc);
    return false;
}

void ipc_upcall_added(struct process *process)
{
    struct ipc *ipc = process->ipc;
    if (ipc != NULL && (ipc->state == IPC_RECEIVING || ipc->state == IPC_WAITING) &&
        upcall_waits(process)) {
        ipc_complete_status(ipc, ERROR_UPCALL);
    }
}

void ipc_lines_serve(atomic_uint lines_pending[], unsigned words)
{
    enum { LINES_PER_WORD = 32 };
    for (uint32_t i = 0; i < board.slot_count; i++) {
        struct ipc *ipc = ipc_of_slot(i);
        for (uint32_t at = ipc == NULL ? 0 : ipc->irq_first; at != 0; at = ipc->table[at].next) {
            const struct capability *entry = &ipc->table[at];
            const unsigned bit = 1u << entry->target % LINES_PER_WORD;
            const unsigned word = entry->target / LINES_PER_WORD;
            if (word < words &&
                (atomic_load_explicit(&lines_pending[word], memory_order_relaxed) & bit) != 0) {
                atomic_fetch_and_explicit(&lines_pending[word], ~bit, memory_order_relaxed);
                if (process_is_alive(ipc->process)) {
                    ipc_work_for(ipc->process);
                    ipc_signal(ipc, entry->badge);
                    ipc_work_step();
                }
            }
        }
    }
}
