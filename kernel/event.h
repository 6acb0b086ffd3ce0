// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Things that the process console tells people about, in order.
 *
 * Guard: base level.
 */
#pragma once

#include <kernel/board.h>

/**
 * Adds an event about an image, a capsule, or the present life of the process in a slot; when the
 * list is full it is counted as lost instead. What a kind does not have is null or 0. False: lost,
 * or nobody listens.
 */
bool event_add(enum kernel_event_kind kind, uint32_t slot, const char *reason, uintptr_t address);

/// True when so many may be added without loss, or nobody listens.
bool event_has_room(uint32_t count);

/// Takes the oldest. *lost_count: events lost since the last call.
bool event_take(struct kernel_event *event, uint32_t *lost_count);
