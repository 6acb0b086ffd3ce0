// SPDX-License-Identifier: Apache-2.0 OR MIT
// Gates: leases on the buffers that processes allow. See capsule_lease.h.

#include <capsule.h>

#include <lib/memory.h>

#include "capsule_boundary.h"
#include "grant.h"
#include "user_copy.h"

/**
 * The number of a lease says where to look for it: bits 31:24 of its place are the slot of the
 * process, bits 23:16 are one more than the index among the allow slots of the driver. The other 48
 * bits count leases. Only a lease whose number is found there lasts. Numbers are not used again,
 * and the allow slots of a life begin with none, so the life needs no test of its own.
 */
enum { LEASE_PROCESS_SHIFT = 24, LEASE_BUFFER_SHIFT = 16 };

static struct lease_number last_lease; ///< fewer than 2^48 are possible

void lease_take(struct process_id id, enum buffer_kind kind, uint32_t number, uint32_t limit_bytes,
                struct lease *lease)
{
    capsule_require(lease != NULL);
    const unsigned driver = capsule_calling_driver();
    const struct process *process = process_find(id);
    struct allow_slot *slot =
        process == NULL ? NULL : grant_allow_slot(process, driver, kind, number);
    uint32_t count = 0;
    uint32_t place = 0;
    size_t left_bytes = 0;
    if (slot != NULL) {
        count = ++last_lease.count;
        if (count == 0) {
            last_lease.place++;
        }
        const struct allow_slot *first = (const void *)process->grants[driver].memory;
        const uint32_t index = (uint32_t)(slot - first);
        place = (uint32_t)process->slot << LEASE_PROCESS_SHIFT | (index + 1) << LEASE_BUFFER_SHIFT |
                last_lease.place;
        slot->lease.count = count;
        slot->lease.place = place;
        left_bytes = slot->range.bytes < limit_bytes ? slot->range.bytes : limit_bytes;
    }
    lease->number_.count = count;
    lease->number_.place = place;
    lease->done_bytes_ = 0;
    lease->left_bytes_ = (uint32_t)left_bytes;
    capsule_gate_leave();
}

/// The index among the allow slots of the driver; far too much if there is no lease.
static inline uint32_t lease_index(struct lease_number number)
{
    return (uint8_t)(number.place >> LEASE_BUFFER_SHIFT) - 1u;
}

/// The slot of the buffer that a lease is on, and whose it is. Null: the lease has ended.
static ALWAYS_INLINE const struct allow_slot *lease_slot(struct lease_number number,
                                                         unsigned driver, struct process **process)
{
    const uint32_t slot_of_process = number.place >> LEASE_PROCESS_SHIFT;
    if (slot_of_process >= board.slot_count) {
        return NULL;
    }
    *process = board.slots[slot_of_process].process;
    if (*process == NULL || !process_is_alive(*process)) {
        return NULL;
    }
    const struct grant *grant = &(*process)->grants[driver];
    const uint32_t offset = lease_index(number) * (uint32_t)sizeof(struct allow_slot);
    if (offset >= grant->allows_bytes) {
        return NULL; // Also without a grant.
    }
    const struct allow_slot *slot = (const void *)(grant->memory + offset);
    return slot->lease.place == number.place && slot->lease.count == number.count ? slot : NULL;
}

enum error lease_copy_(struct lease *lease, void *to, const void *from, size_t bytes)
{
    capsule_require(lease != NULL && (to != NULL || from != NULL) && bytes <= LEASE_COPY_BYTES_MAX);
    struct process *process UNINITIALISED;
    const unsigned driver = capsule_calling_driver();
    const struct allow_slot *slot = lease_slot(lease->number_, driver, &process);
    size_t copied = 0;
    enum error error = ERROR_STALE;
    if (slot != NULL) {
        const size_t count = lease->left_bytes_ < bytes ? lease->left_bytes_ : bytes;
        const size_t offset = lease->done_bytes_;
        capsule_require(offset <= slot->range.bytes && count <= slot->range.bytes - offset);
        // The sum cannot wrap: the whole buffer was checked when it was allowed.
        const struct user_range part =
            user_range_from_words(user_address_to_word(slot->range.address) + offset, count);
        if (to != NULL) {
            error = user_copy_in(process, to, part, &copied);
        } else {
            capsule_require(lease_index(lease->number_) >= board.drivers[driver].read_only_count);
            error = user_copy_out(process, part, from, &copied);
        }
        if (process != process_current) {
            process_protection_restore();
        }
    } else if (to != NULL) {
        memory_clear(to, bytes);
    }
    if (error != ERROR_NONE) {
        lease->left_bytes_ = (uint32_t)copied; // Then nothing is left.
    }
    lease->done_bytes_ += (uint32_t)copied;
    lease->left_bytes_ -= (uint32_t)copied;
    capsule_gate_leave();
    return error;
}
