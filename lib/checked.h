// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Arithmetic on foreign numbers: each function says whether the true result fits. trusted
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <lib/attributes.h>

MUST_CHECK static inline bool checked_add(uintptr_t one, uintptr_t other, uintptr_t *sum)
{
    return !__builtin_add_overflow(one, other, sum);
}

MUST_CHECK static inline bool checked_multiply(uintptr_t one, uintptr_t other, uintptr_t *product)
{
    return !__builtin_mul_overflow(one, other, product);
}

/// Rounds up to a multiple of `alignment`, a power of two. False if the result does not fit.
MUST_CHECK static inline bool checked_align_up(uintptr_t value, uintptr_t alignment,
                                               uintptr_t *aligned)
{
    uintptr_t sum;
    if (__builtin_add_overflow(value, alignment - 1u, &sum)) {
        return false;
    }
    *aligned = sum & ~(alignment - 1u);
    return true;
}

static inline uintptr_t align_down(uintptr_t value, uintptr_t alignment)
{
    return value & ~(alignment - 1u);
}
