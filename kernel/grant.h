// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Grants: what the kernel and a driver keep for one process, in that process's block.
 *
 * Layout of a grant: upcall slots, the last one first; read-only slots, read-write slots; the
 * driver's own part. Grants are allocated when they are first used and go all together at the end
 * of a life.
 */
#pragma once

#include <kernel/user_address.h>

#include "process.h"

struct upcall_slot {
    uint32_t function; ///< as the program gave it; 0: none
    uint32_t data;
};

struct allow_slot {
    struct user_range range;   ///< as the program gave it
    struct lease_number lease; ///< of the one lease on this range; place 0: none
};

/**
 * Makes sure that the grant of a driver exists.
 * @retval ERROR_NO_MEMORY  the driver has none, or the process has no room.
 */
MUST_CHECK enum error grant_ensure(struct process *process, unsigned driver);

/// The upcall slot of a number that the driver has. The grant exists.
static inline struct upcall_slot *grant_upcall_slot_of(const struct grant *grant, uint32_t number)
{
    return (struct upcall_slot *)(void *)grant->memory - number - 1;
}

/// The slot, or null: no grant, or no such number.
struct upcall_slot *grant_upcall_slot(const struct process *process, unsigned driver,
                                      uint32_t number);
struct allow_slot *grant_allow_slot(const struct process *process, unsigned driver,
                                    enum buffer_kind kind, uint32_t number);

/// The driver's own part. The grant exists.
static inline uint8_t *grant_state(const struct grant *grant)
{
    return grant->memory + grant->allows_bytes;
}
