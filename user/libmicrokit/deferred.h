// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The one operation that an entry point may leave for its end.
#pragma once

#include <microkit.h>
#include <stdbool.h>

/// True if it is a signal, which goes with the next receive in one step.
bool deferred_has_signal(void);

/// Gives up the signal and returns its capability.
uintptr_t deferred_signal_take(void);

/// Does what is left, if anything.
void deferred_do(void);
