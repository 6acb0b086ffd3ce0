// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Half-open ranges of addresses, as numbers: [start, end). trusted
 *
 * A range is never turned into a pointer here. Invariant of every value made by these functions:
 * start <= end.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct range {
    uintptr_t start;
    uintptr_t end; ///< exclusive
};

static inline size_t range_bytes(struct range range)
{
    return range.end - range.start;
}

static inline bool range_contains(struct range outer, struct range inner)
{
    return outer.start <= inner.start && inner.start <= inner.end && inner.end <= outer.end;
}

/// True if a byte lies in both. Empty ranges overlap nothing.
static inline bool range_overlaps(struct range one, struct range other)
{
    return one.start < one.end && other.start < other.end && one.start < other.end &&
           other.start < one.end;
}
