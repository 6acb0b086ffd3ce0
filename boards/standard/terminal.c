// SPDX-License-Identifier: Apache-2.0 OR MIT
// The serial line, the terminal and the capsules that share it.

#include <capsules/console/console.h>
#include <capsules/low_level_debug/low_level_debug.h>
#include <capsules/process_console/process_console.h>
#include <capsules/terminal/terminal.h>

#include "standard.h"
#include "thunk.h"

static uint8_t terminal_bytes[BOARD_TERMINAL_BUFFER_BYTES];
const struct terminal_buffer terminal_buffer = {terminal_bytes, sizeof terminal_bytes};

EVENT_THUNK(uart_to_terminal_transmitted, CAPSULE_TERMINAL, terminal_transmitted,
            struct uart_transmitted)
EVENT_THUNK(uart_to_terminal_received, CAPSULE_TERMINAL, terminal_received, struct uart_received)

THUNK(to_terminal_request, CAPSULE_TERMINAL, terminal_request, struct terminal_request)
THUNK(to_terminal_focus_set, CAPSULE_TERMINAL, terminal_focus_set, struct terminal_focus)

THUNK(to_process_console_fetch, CAPSULE_PROCESS_CONSOLE, process_console_fetch,
      struct terminal_piece)
THUNK(to_process_console_received, CAPSULE_PROCESS_CONSOLE, process_console_received,
      struct terminal_input)
THUNK(to_process_console_focus_moved, CAPSULE_PROCESS_CONSOLE, process_console_focus_moved,
      struct terminal_focus)
THUNK(to_console_fetch, CAPSULE_CONSOLE, console_fetch, struct terminal_piece)
THUNK(to_console_received, CAPSULE_CONSOLE, console_received, struct terminal_input)
THUNK(to_console_reader, CAPSULE_CONSOLE, console_reader, struct terminal_focus)
THUNK(to_debug_fetch, CAPSULE_LOW_LEVEL_DEBUG, low_level_debug_fetch, struct terminal_piece)

const struct terminal_client terminal_clients[TERMINAL_CLIENT_COUNT] = {
    [TERMINAL_PROCESS_CONSOLE] = {.fetch = to_process_console_fetch,
                                  .received = to_process_console_received,
                                  .focus_moved = to_process_console_focus_moved},
    [TERMINAL_PROGRAMS] = {.fetch = to_console_fetch,
                           .received = to_console_received,
                           .reader = to_console_reader},
    [TERMINAL_DEBUG] = {.fetch = to_debug_fetch},
};

const struct process_console_choice process_console_choice = {
    .groups = {&process_console_overview, &process_console_details, &process_console_control,
               &process_console_machine},
    .fault_details = process_console_process_details,
};

const struct terminal console_terminal = {
    .request = to_terminal_request,
    .focus_set = to_terminal_focus_set,
};
const struct terminal low_level_debug_terminal = {
    .request = to_terminal_request,
    .focus_set = to_terminal_focus_set,
};
const struct terminal process_console_terminal = {
    .request = to_terminal_request,
    .focus_set = to_terminal_focus_set,
};
