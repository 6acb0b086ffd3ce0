// SPDX-License-Identifier: Apache-2.0 OR MIT
// Calls about the caller's own capability table.

#include <abi/system.h>
#include <lib/memory.h>

#include "call.h"
#include "capability.h"
#include "description.h"
#include "revoke.h"
#include "user_copy.h"

static enum error drop(struct ipc *self, uint32_t index)
{
    struct capability *entry = capability_at(self, index);
    if (entry == NULL) {
        return ERROR_INVALID;
    }
    if (index < self->static_count) {
        return ERROR_RIGHT;
    }
    *entry = (struct capability){.kind = IPC_KIND_NONE};
    return ERROR_NONE;
}

/// Words: slot, rights mask, badge, and for index 0 the kind.
static enum error copy(struct ipc *self, uint32_t index, const uint32_t word[])
{
    struct capability *entry = capability_at(self, index);
    struct capability *slot = capability_slot(self, word[0]);
    struct ipc *target UNINITIALISED;
    if (entry == NULL || slot == NULL || !capability_is_passable(entry)) {
        return ERROR_INVALID;
    }
    const enum error error = capability_target(entry, &target);
    if (error != ERROR_NONE) {
        return error;
    }
    struct capability source = *entry;
    if (index == 0) {
        if (word[3] > 1) {
            return ERROR_INVALID;
        }
        source.kind = word[3] == 0 ? IPC_KIND_CALL : IPC_KIND_NOTIFY;
        source.rights = IPC_RIGHTS_COPIED;
    }
    if (word[2] != 0) {
        if ((source.rights & IPC_RIGHT_MINT) == 0 || source.badge != 0) {
            return ERROR_RIGHT;
        }
        source.badge = word[2];
    }
    capability_copy(slot, &source, target, word[1]);
    return ERROR_NONE;
}

static uint32_t state_of(struct capability *entry)
{
    struct ipc *target UNINITIALISED;
    if (!capability_is_passable(entry)) {
        return IPC_CAPABILITY_GOOD;
    }
    switch (capability_target(entry, &target)) {
    case ERROR_NONE:
        return IPC_CAPABILITY_GOOD;
    case ERROR_PEER_DIED:
        return IPC_CAPABILITY_DEAD;
    default:
        return IPC_CAPABILITY_STALE;
    }
}

static int query(struct ipc *self, uint32_t index)
{
    if (index >= self->capability_count) {
        return ipc_status(self, ERROR_INVALID);
    }
    struct capability *entry = &self->table[index];
    const uint32_t state = entry->kind == IPC_KIND_NONE ? IPC_CAPABILITY_EMPTY : state_of(entry);
    self->message = (struct port_message){
        .info = 3,
        .word = {(uint32_t)entry->kind << IPC_QUERY_KIND_SHIFT |
                     (uint32_t)entry->rights << IPC_QUERY_RIGHTS_SHIFT |
                     state << IPC_QUERY_STATE_SHIFT |
                     (uint32_t)entry->channel << IPC_QUERY_CHANNEL_SHIFT,
                 (uint32_t)entry->badge, (uint32_t)(entry->badge >> 32)},
    };
    return KERNEL_CALL_MESSAGE;
}

/// What the row of a process seeks under a name, or null.
static const struct system_sought *sought_find(const struct ipc *self, const char *name,
                                               size_t length_bytes)
{
    const struct system_sought *sought = description.sought + self->row->sought.first;
    for (uint32_t i = 0; i < self->row->sought.count; i++) {
        const struct system_service *service = &description.services[sought[i].service];
        if (service->name_length_bytes == length_bytes &&
            memcmp(service->name, name, length_bytes) == 0) {
            return &sought[i];
        }
    }
    return NULL;
}

/// Words: address and length of the name, slot.
static enum error connect(struct ipc *self, const uint32_t word[])
{
    struct capability *slot = capability_slot(self, word[2]);
    if (slot == NULL || word[1] > SYSTEM_NAME_BYTES_MAX) {
        return ERROR_INVALID;
    }
    char name[SYSTEM_NAME_BYTES_MAX] UNINITIALISED;
    size_t copied UNINITIALISED;
    const enum error error =
        user_copy_in(self->process, name, user_range_from_words(word[0], word[1]), &copied);
    if (error != ERROR_NONE) {
        return error;
    }
    const struct system_sought *sought = sought_find(self, name, copied);
    if (sought == NULL) {
        return ERROR_NO_DEVICE;
    }
    struct ipc *target = ipc_of_row(description.services[sought->service].process);
    if (target == NULL || !process_is_alive(target->process)) {
        return ERROR_PEER_DIED;
    }
    const struct capability source = {
        .kind = IPC_KIND_CALL,
        .rights = sought->rights,
        .badge = (uint64_t)sought->badge_high << 32 | sought->badge_low,
    };
    capability_copy(slot, &source, target, IPC_RIGHTS_COPIED);
    return ERROR_NONE;
}

int ipc_call_capability(struct ipc *self)
{
    const uint32_t index = self->message.capability;
    const uint32_t *word = self->message.word;
    enum error error = ERROR_INVALID;
    switch (self->message.info >> IPC_LABEL_SHIFT) {
    case IPC_CAPABILITY_DROP:
        error = drop(self, index);
        break;
    case IPC_CAPABILITY_COPY:
        error = copy(self, index, word);
        break;
    case IPC_CAPABILITY_REVOKE:
        if (index == 0 && ipc_revoke_begin(self, word[0], word[1])) {
            return KERNEL_CALL_GONE;
        }
        break;
    case IPC_CAPABILITY_QUERY:
        return query(self, index);
    case IPC_CAPABILITY_CONNECT:
        error = index == 0 ? connect(self, word) : ERROR_INVALID;
        break;
    default:
        break;
    }
    return ipc_status(self, error);
}
