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
    const size_t allows_bytes =
        (size_t)(description->read_only_count + description->read_write_count) *
        sizeof(struct allow_slot);
    const size_t upcalls_bytes = description->upcall_count * sizeof(struct upcall_slot);
    uint8_t *memory UNINITIALISED;
    enum error error = process_memory_take(
        process, upcalls_bytes + allows_bytes + description->grant_bytes, &memory);
    if (error == ERROR_NONE) {
        grant->allows_bytes = (uint16_t)allows_bytes;
        grant->memory = memory + upcalls_bytes;
    }
    return error;
}

struct upcall_slot *grant_upcall_slot(const struct process *process, unsigned driver,
                                      uint32_t number)
{
    const struct grant *grant = &process->grants[driver];
    if (grant->memory == NULL || number >= board.drivers[driver].upcall_count) {
        return NULL;
    }
    return grant_upcall_slot_of(grant, number);
}

struct allow_slot *grant_allow_slot(const struct process *process, unsigned driver,
                                    enum buffer_kind kind, uint32_t number)
{
    const struct driver *description = &board.drivers[driver];
    uint8_t *memory = process->grants[driver].memory;
    size_t count =
        kind == BUFFER_READ_ONLY ? description->read_only_count : description->read_write_count;
    if (memory == NULL || number >= count) {
        return NULL;
    }
    struct allow_slot *slots = (struct allow_slot *)(void *)memory;
    return slots + (kind == BUFFER_READ_ONLY ? 0u : description->read_only_count) + number;
}
