// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "capability.h"

struct capability *capability_at(struct ipc *holder, uint32_t index)
{
    if (index >= holder->capability_count) {
        return NULL;
    }
    struct capability *entry = &holder->table[index];
    return entry->kind == IPC_KIND_NONE ? NULL : entry;
}

struct ipc *capability_process(struct capability *entry)
{
    if (entry->is_row) {
        const struct ipc *found = ipc_of_row(entry->target);
        if (found == NULL) {
            return NULL;
        }
        entry->target = found->process->slot;
        entry->generation = found->image_generation;
        entry->is_row = false;
    }
    return ipc_of_slot(entry->target);
}

bool capability_is_revoked(const struct capability *entry, const struct ipc *target)
{
    return entry->generation != target->epoch ||
           (target->state == IPC_REVOKING && target->revoked_mask != 0 &&
            (entry->badge & target->revoked_mask) == target->revoked_badge);
}

enum error capability_target(struct capability *entry, struct ipc **target)
{
    struct ipc *found = capability_process(entry);
    if (found == NULL) {
        return ERROR_PEER_DIED;
    }
    if ((entry->rights & IPC_RIGHT_STATIC) != 0 ? entry->generation != found->image_generation
                                                : capability_is_revoked(entry, found)) {
        return ERROR_STALE;
    }
    if (!process_is_alive(found->process)) {
        return ERROR_PEER_DIED;
    }
    *target = found;
    return ERROR_NONE;
}

enum error capability_use(struct ipc *holder, uint32_t index, enum ipc_kind kind, uint32_t rights,
                          struct capability **found, struct ipc **target)
{
    struct capability *entry = capability_at(holder, index);
    if (entry == NULL || entry->kind != kind) {
        return ERROR_INVALID;
    }
    if ((entry->rights & rights) != rights) {
        return ERROR_RIGHT;
    }
    *found = entry;
    return capability_target(entry, target);
}

struct capability *capability_slot(struct ipc *holder, uint32_t index)
{
    if (index < holder->static_count || index >= holder->capability_count) {
        return NULL;
    }
    struct capability *entry = &holder->table[index];
    return entry->kind == IPC_KIND_NONE ? entry : NULL;
}

void capability_copy(struct capability *slot, const struct capability *entry,
                     const struct ipc *target, uint32_t rights)
{
    // Who has a badged entry has no other badge to give.
    const uint32_t given =
        entry->badge != 0 ? IPC_RIGHTS_COPIED & ~(uint32_t)IPC_RIGHT_MINT : IPC_RIGHTS_COPIED;
    *slot = (struct capability){
        .target = target->process->slot,
        .kind = entry->kind,
        .rights = (uint8_t)(entry->rights & rights & given),
        .generation = target->epoch,
        .badge = entry->badge,
    };
}
