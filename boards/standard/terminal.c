// SPDX-License-Identifier: Apache-2.0 OR MIT
// The serial line, the terminal and who shares it.

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

const struct terminal_client terminal_clients[TERMINAL_CLIENT_COUNT] = {
    [TERMINAL_PROCESS_CONSOLE] = BOARD_TERMINAL_CONSOLE,
    [TERMINAL_PROGRAMS] = {.fetch = to_console_fetch,
                           .received = to_console_received,
                           .reader = to_console_reader},
    [TERMINAL_DEBUG] = {.fetch = BOARD_TERMINAL_DEBUG_FETCH},
};
