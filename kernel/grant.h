// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Grants: what the kernel and a driver keep for one process, in that process's block.
 *
 * Layout of a grant's memory: upcall slots, read-only slots, read-write slots, the driver's own
 * part. Grants are allocated when they are first used and go all together at the end of a life.
 */
#pragma once

#include <kernel/user_address.h>

#include "process.h"

struct upcall_slot {
    uint32_t function; ///< as the program gave it; 0: none
    uint32_t data;
};

struct allow_slot {
    struct user_range range; ///< as the program gave it
};

enum allow_kind { ALLOW_READ_ONLY, ALLOW_READ_WRITE };

/**
 * Makes sure that the grant of a driver exists.
 * @retval ERROR_NO_MEMORY  the driver has none, or the process has no room.
 */
MUST_CHECK enum error grant_ensure(struct process *process, unsigned driver);

/// The slot, or null: no grant, or no such number.
struct upcall_slot *grant_upcall_slot(const struct process *process, unsigned driver,
                                      uint32_t number);
struct allow_slot *grant_allow_slot(const struct process *process, unsigned driver,
                                    enum allow_kind kind, uint32_t number);

/// What lies before the driver's own part.
static inline size_t grant_slots_bytes(const struct driver *driver)
{
    return driver->upcall_count * sizeof(struct upcall_slot) +
           (size_t)(driver->read_only_count + driver->read_write_count) * sizeof(struct allow_slot);
}

/// The driver's own part. The grant exists.
static inline void *grant_state(const struct process *process, unsigned driver)
{
    return process->grants[driver].memory + grant_slots_bytes(&board.drivers[driver]);
}
