// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "grant.h"

#include "process_memory.h"

enum error grant_ensure(struct process *process, unsigned driver)
{
    struct grant *grant = &process->grants[driver];
    if (grant->memory != NULL) {
        return ERROR_NONE;
    }
    const struct driver *description = &board.drivers[driver];
    if (!description->has_grant) {
        return ERROR_NO_MEMORY;
    }
    return process_memory_take(process, grant_slots_bytes(description) + description->grant_bytes,
                               &grant->memory);
}

struct upcall_slot *grant_upcall_slot(const struct process *process, unsigned driver,
                                      uint32_t number)
{
    uint8_t *memory = process->grants[driver].memory;
    if (memory == NULL || number >= board.drivers[driver].upcall_count) {
        return NULL;
    }
    return (struct upcall_slot *)(void *)memory + number;
}

struct allow_slot *grant_allow_slot(const struct process *process, unsigned driver,
                                    enum allow_kind kind, uint32_t number)
{
    const struct driver *description = &board.drivers[driver];
    uint8_t *memory = process->grants[driver].memory;
    size_t count =
        kind == ALLOW_READ_ONLY ? description->read_only_count : description->read_write_count;
    if (memory == NULL || number >= count) {
        return NULL;
    }
    struct allow_slot *slots = (struct allow_slot *)(void *)((struct upcall_slot *)(void *)memory +
                                                             description->upcall_count);
    return slots + (kind == ALLOW_READ_ONLY ? 0u : description->read_only_count) + number;
}
