// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "invariants.h"

#include "state.h"
#include "support.h"

static unsigned times_queued(const struct ipc *ipc, const struct ipc *owner)
{
    unsigned times = 0;
    unsigned length = 0;
    for (const struct ipc *sender = owner->senders; sender != NULL; sender = sender->next) {
        times += sender == ipc ? 1u : 0u;
        check(++length <= board.slot_count);
        check(sender->next == NULL || sender->next->process->rank >= sender->process->rank);
    }
    return times;
}

static bool is_timeout(const struct ipc *ipc)
{
    return ipc->state == IPC_FAULTING && ipc->fault_label == IPC_LABEL_TIMEOUT;
}

/// Whether a process is such that it runs as soon as it has time.
static bool can_run(const struct ipc *ipc)
{
    return process_is_alive(ipc->process) && (ipc->state == IPC_IDLE || ipc->state == IPC_DONE);
}

/// The invariants of kernel/ipc/turn.h and kernel/ipc/budget.h.
static void turn_check_one(const struct ipc *ipc)
{
    const struct ipc *payer = ipc->payer;
    bool is_donated = false;
    for (unsigned i = 0; i < ipc->reply_slot_count; i++) {
        is_donated = is_donated || (ipc->callers[i] != NULL && ipc->callers[i]->payer == payer);
    }
    check(payer == ipc || (is_donated && process_is_alive(payer->process) && ipc->is_passive));
    for (unsigned i = 0; i < board.slot_count; i++) {
        const struct process *other = board.slots[i].process;
        check(other == NULL || other->ipc == NULL || other->ipc == ipc ||
              other->ipc->payer != payer || !can_run(ipc) || !can_run(other->ipc));
    }
    check_equal(ipc->is_resting, ipc->is_passive && ipc->state == IPC_RECEIVING);
    if (can_run(ipc) && ipc->process->state == PROCESS_RUNNING && !ipc->process->is_ready) {
        check(payer->is_empty || ipc->process->is_stopped);
    }
    const struct budget *budget = &ipc->budget;
    uint32_t sum = 0;
    for (uint32_t i = 0; i < budget->refill_count; i++) {
        check(budget->refill_ticks[i] != 0);
        sum += budget->refill_ticks[i];
    }
    check(sum == budget->budget_ticks || !budget_is_limited(budget));
    check(!ipc->is_empty || (budget_is_limited(budget) && budget_next(budget) != 0));
    check(ipc->next_empty != ipc && (ipc->next_empty == NULL || ipc->is_empty));
}

static void ipc_check_one(const struct ipc *ipc)
{
    turn_check_one(ipc);
    const struct process *process = ipc->process;
    check(process->ipc == ipc);
    check(process_is_alive(process) || ipc->state == IPC_IDLE);
    const bool is_queued =
        ipc->state == IPC_SENDING || ipc->state == IPC_CALLING || ipc->state == IPC_FAULTING;
    const bool is_owed = ipc->state == IPC_REPLY_WAITING || ipc->state == IPC_REPLY_LATE ||
                         ipc->state == IPC_FAULT_WAITING;
    check_equal(ipc->partner != NULL, is_queued || is_owed);
    for (unsigned i = 0; i < board.slot_count; i++) {
        const struct process *other = board.slots[i].process;
        if (other == NULL || other->ipc == NULL) {
            continue;
        }
        const struct ipc *owner = other->ipc;
        check_equal(times_queued(ipc, owner), is_queued && ipc->partner == owner);
        for (unsigned slot = 0; slot < owner->reply_slot_count; slot++) {
            check_equal(owner->callers[slot] == ipc,
                        is_owed && ipc->partner == owner && slot == ipc->reply_slot);
        }
    }
    if (ipc->state == IPC_DONE) {
        check(process->state == PROCESS_YIELDED_FOR && process->has_awaited);
    } else if (ipc->state != IPC_IDLE) {
        check(process->state == PROCESS_YIELDED_FOR && !process->has_awaited);
        check(!process->is_ready);
    }
    if (ipc->state == IPC_RECEIVING) {
        check(!ipc->is_signalled && ipc->peers_died == 0);
        for (const struct ipc *sender = ipc->senders; sender != NULL; sender = sender->next) {
            check(sender->state == IPC_SENDING ? ipc->is_resting
                                               : ipc->callers[ipc->message.reply_slot] != NULL ||
                                                     (ipc->is_resting && is_timeout(sender)));
        }
    }
    if (ipc->state == IPC_WAITING) {
        check(!ipc->is_signalled);
    }
    for (unsigned i = 0; i < ipc->capability_count; i++) {
        const struct capability *entry = &ipc->table[i];
        check_equal((entry->rights & IPC_RIGHT_STATIC) != 0, i < ipc->static_count);
        check(i < ipc->static_count || (entry->rights & IPC_RIGHT_WATCH) == 0);
        // Who has a badged entry cannot give another badge.
        check(i < ipc->static_count || entry->badge == 0 || (entry->rights & IPC_RIGHT_MINT) == 0);
    }
}

void ipc_invariants_check(void)
{
    for (unsigned i = 0; i < board.slot_count; i++) {
        const struct process *process = board.slots[i].process;
        if (process != NULL && process->ipc != NULL) {
            ipc_check_one(process->ipc);
        }
    }
}
