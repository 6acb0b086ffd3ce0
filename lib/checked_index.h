// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Subscripts that cannot leave their array. trusted
 *
 * AT(array, index) is the element `index` of `array`, which must be an array and not a pointer. An
 * index past the end traps; in a capsule this stops the capsule, nothing else.
 */
#pragma once

#include <stddef.h>

#include <lib/attributes.h>

/// Elements of an array; does not compile for a pointer.
#define ARRAY_COUNT(array)                                                                         \
    (sizeof(array) / sizeof((array)[0]) +                                                          \
     0u * sizeof(struct {                                                                          \
         _Static_assert(!__builtin_types_compatible_p(__typeof__(array), __typeof__(&(array)[0])), \
                        "an array is needed, not a pointer");                                      \
         int some_member;                                                                          \
     }))

#define AT(array, index) ((array)[checked_index((index), ARRAY_COUNT(array))])

/// Returns `index`, which is below `count`; traps if it is not. Context: any.
static ALWAYS_INLINE size_t checked_index(size_t index, size_t count)
{
    if (index >= count) {
        __builtin_trap();
    }
    return index;
}
