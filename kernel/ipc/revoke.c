// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "revoke.h"

#include "capability.h"
#include "endpoint.h"
#include "ipc.h"
#include "work.h"

enum { PROCESSES_A_STEP = 8, ENTRIES_A_STEP = 128 };

bool ipc_revoke_begin(struct ipc *self, uint32_t badge, uint32_t mask)
{
    if ((badge & ~mask) != 0) {
        return false;
    }
    self->revoked_badge = badge;
    self->revoked_mask = mask;
    self->walk_at = 0;
    if (mask == 0) {
        self->epoch = ipc_generation_next();
    }
    // Those that come later came through other entries.
    for (struct ipc *sender = self->senders; sender != NULL; sender = sender->next) {
        sender->is_revoked =
            (sender->rights & IPC_RIGHT_STATIC) == 0 && (sender->badge & mask) == badge;
    }
    ipc_block(self, IPC_REVOKING);
    work_request(WORK_LIVES);
    return true;
}

/// Ends the wait of a sender that came through what is revoked. True: there was one.
static bool sender_end(struct ipc *owner)
{
    struct ipc *sender = owner->senders;
    while (sender != NULL && !sender->is_revoked) {
        sender = sender->next;
    }
    if (sender == NULL) {
        return false;
    }
    endpoint_leave(sender);
    ipc_complete_status(sender, ERROR_STALE);
    return true;
}

/// Empties what is revoked in one table. Returns how many entries were looked at.
static uint32_t table_sweep(const struct ipc *owner, struct ipc *holder)
{
    for (uint32_t i = holder->static_count; i < holder->capability_count; i++) {
        struct capability *entry = &holder->table[i];
        if (capability_is_passable(entry) && entry->target == owner->process->slot &&
            capability_is_revoked(entry, owner)) {
            *entry = (struct capability){.kind = IPC_KIND_NONE};
        }
    }
    return (uint32_t)holder->capability_count - holder->static_count;
}

/// Visits the next tables. True: there were some.
static bool tables_step(struct ipc *owner)
{
    const uint32_t first = owner->walk_at;
    uint32_t entries = 0;
    while (owner->walk_at < board.slot_count && owner->walk_at < first + PROCESSES_A_STEP &&
           entries < ENTRIES_A_STEP) {
        struct ipc *holder = ipc_of_slot(owner->walk_at);
        entries += holder == NULL ? 0 : table_sweep(owner, holder);
        owner->walk_at++;
    }
    return owner->walk_at != first;
}

static struct ipc *owner_find(void)
{
    for (uint32_t i = 0; i < board.slot_count; i++) {
        struct ipc *ipc = ipc_of_slot(i);
        if (ipc != NULL && ipc->state == IPC_REVOKING) {
            return ipc;
        }
    }
    return NULL;
}

bool ipc_revoke_step(void)
{
    struct ipc *owner = owner_find();
    if (owner == NULL) {
        return false;
    }
    ipc_work_for(owner->process);
    if (!sender_end(owner) && !tables_step(owner)) {
        ipc_complete_status(owner, ERROR_NONE);
    }
    return true;
}
