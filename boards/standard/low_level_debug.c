// SPDX-License-Identifier: Apache-2.0 OR MIT
#include <capsules/low_level_debug/low_level_debug.h>

#include "standard.h"
#include "thunk.h"

THUNK(to_debug_fetch, CAPSULE_LOW_LEVEL_DEBUG, low_level_debug_fetch, struct terminal_piece)

const struct terminal low_level_debug_terminal = TERMINAL_OF_CLIENTS;
