// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Things that the process console tells people about, in order.
 *
 * Guard: base level.
 */
#pragma once

#include <kernel/board.h>

/// Adds an event; when the list is full it is counted as lost instead. False: lost, or nobody
/// listens.
bool event_add(const struct kernel_event *event);

/// True when the loader may add one more without loss, or nobody listens.
bool event_has_room(void);

/// Takes the oldest. *lost_count: events lost since the last call.
bool event_take(struct kernel_event *event, uint32_t *lost_count);
