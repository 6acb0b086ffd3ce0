// SPDX-License-Identifier: Apache-2.0 OR MIT
// Every call into a capsule that does not come from the kernel: from a chip or from another
// capsule. Each goes through the capsule boundary.

#include <chips/mps2/fpga_io.h>
#include <chips/mps2/uart.h>

#include "wiring.h"

/// Defines `name`, which calls `function` of a capsule through the boundary.
#define THUNK(name, capsule, function, structure)              \
    static void name##_inside(void *argument)                  \
    {                                                          \
        function(argument);                                    \
    }                                                          \
    static enum error name(structure *argument)                \
    {                                                          \
        return capsule_call(capsule, name##_inside, argument); \
    }

/// The same for events of chips, which are constant there. Nobody waits for an answer: what a
/// failed capsule misses is lost.
#define EVENT_THUNK(name, capsule, function, structure)    \
    static void name##_inside(void *event)                 \
    {                                                      \
        function(event);                                   \
    }                                                      \
    static void name(const structure *event)               \
    {                                                      \
        structure copy = *event;                           \
        (void)capsule_call(capsule, name##_inside, &copy); \
    }

EVENT_THUNK(uart_to_terminal_transmitted, CAPSULE_TERMINAL, terminal_transmitted,
            struct uart_transmitted)
EVENT_THUNK(uart_to_terminal_received, CAPSULE_TERMINAL, terminal_received, struct uart_received)
EVENT_THUNK(buttons_to_button_changed, CAPSULE_BUTTON, button_changed, struct button_changed)

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

const struct uart_client mps2_uart_client = {
    .transmitted = uart_to_terminal_transmitted,
    .received = uart_to_terminal_received,
};

const struct button_client mps2_button_client = {
    .changed = buttons_to_button_changed,
};

const struct terminal_client terminal_clients[TERMINAL_CLIENT_COUNT] = {
    [TERMINAL_PROCESS_CONSOLE] = {.fetch = to_process_console_fetch,
                                  .received = to_process_console_received,
                                  .focus_moved = to_process_console_focus_moved},
    [TERMINAL_PROGRAMS] = {.fetch = to_console_fetch,
                           .received = to_console_received,
                           .reader = to_console_reader},
    [TERMINAL_DEBUG] = {.fetch = to_debug_fetch},
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
