// SPDX-License-Identifier: Apache-2.0 OR MIT
#include <capsules/console/console.h>

#include "standard.h"
#include "thunk.h"

THUNK(to_console_fetch, CAPSULE_CONSOLE, console_fetch, struct terminal_piece)
THUNK(to_console_received, CAPSULE_CONSOLE, console_received, struct terminal_input)
THUNK(to_console_reader, CAPSULE_CONSOLE, console_reader, struct terminal_focus)

const struct terminal console_terminal = TERMINAL_OF_CLIENTS;
