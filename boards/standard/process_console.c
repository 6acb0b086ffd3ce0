// SPDX-License-Identifier: Apache-2.0 OR MIT
#include <capsules/process_console/process_console.h>

#include "standard.h"
#include "thunk.h"

THUNK(to_process_console_fetch, CAPSULE_PROCESS_CONSOLE, process_console_fetch,
      struct terminal_piece)
THUNK(to_process_console_received, CAPSULE_PROCESS_CONSOLE, process_console_received,
      struct terminal_input)
THUNK(to_process_console_focus_moved, CAPSULE_PROCESS_CONSOLE, process_console_focus_moved,
      struct terminal_focus)

const struct process_console_choice process_console_choice = {
    .groups = {BOARD_CONSOLE_GROUPS},
    .fault_details = BOARD_CONSOLE_FAULT_DETAILS,
};

const struct terminal process_console_terminal = TERMINAL_OF_CLIENTS;
