// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capability tables: finding what an index stands for, and filling entries at run time.
 *
 * Context of all: kernel.
 */
#pragma once

#include <lib/attributes.h>

#include "state.h"

/**
 * Finds an entry that can be used now, and the process that it leads to.
 *
 * @param kind    which it must be.
 * @param rights  all of which it must have.
 * @retval ERROR_INVALID    no such index, an empty entry, or another kind.
 * @retval ERROR_RIGHT      it lacks a right.
 * @retval ERROR_STALE      it was revoked or is being revoked, or its process was replaced.
 * @retval ERROR_PEER_DIED  the process is not alive, or never was loaded.
 */
MUST_CHECK enum error capability_use(struct ipc *holder, uint32_t index, enum ipc_kind kind,
                                     uint32_t rights, struct capability **found,
                                     struct ipc **target);

/// The entry of an index, whatever it is, or null: out of range or empty.
MUST_CHECK struct capability *capability_at(struct ipc *holder, uint32_t index);

/// Whether an entry is of a kind that can be copied, travel in messages, and be revoked.
static inline bool capability_is_passable(const struct capability *entry)
{
    return entry->kind == IPC_KIND_CALL || entry->kind == IPC_KIND_NOTIFY;
}

/// Checks that an entry that is passable can be used. Errors: the last two above.
MUST_CHECK enum error capability_target(struct capability *entry, struct ipc **target);

/// The process that a STATIC entry leads to, alive or not; null: it is not loaded.
MUST_CHECK struct ipc *capability_process(struct capability *entry);

/// An empty entry for run time, or null: `index` is none.
MUST_CHECK struct capability *capability_slot(struct ipc *holder, uint32_t index);

/// Makes `slot` what `entry` is, but with no more rights than `rights` has, never STATIC or WATCH,
/// and with MINT only if it has no badge.
void capability_copy(struct capability *slot, const struct capability *entry,
                     const struct ipc *target, uint32_t rights);

/// Whether an entry of run time for a process is of an earlier epoch, or being revoked just now.
bool capability_is_revoked(const struct capability *entry, const struct ipc *target);
