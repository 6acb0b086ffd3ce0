// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The one operation that an entry point may leave for its end.
#pragma once

#include <microkit.h>
#include <stdint.h>

/// Gives it up and returns its capability, or 0: the next receive does it in the same step.
uintptr_t deferred_take(void);

/// The capability of what is left, or 0.
extern uintptr_t deferred_index;

/// Does what is left.
void deferred_now_do(void);

/// Does what is left, if anything: for a step that has none to spare.
static inline void deferred_do(void)
{
    if (deferred_index != 0) {
        deferred_now_do();
    }
}
