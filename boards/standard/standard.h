// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What all boards share: the structure `board` with its tables (board.c) and the calls into the
 * standard capsules (one file for each capsule that has any; only those of the board's capsules are
 * compiled).
 *
 * What differs stands in board.cmake, from where it comes as <board_facts.h> and
 * <board_capsules.h>, and in the board's own code, most of it shared by a family of boards. That
 * code defines what is declared here as the board's, beside what its chips want to have defined.
 */
#pragma once

#include <board_capsules.h>
#include <board_facts.h>
#include <hal/button.h>
#include <hal/led.h>
#include <hal/terminal.h>
#include <hal/uart.h>
#include <kernel/board.h>

/// What an emulator ends with when the kernel has panicked.
enum { BOARD_STATUS_PANIC = 70 };

// ---------------------------------------------------------------------------------------------
// Defined by the board.

/// What follows a device interrupt in kernel work. The count is a fact of the board.
extern const struct bottom_half board_bottom_halves[BOARD_BOTTOM_HALF_COUNT];

/// Buffers that chips may take, where the board says that it has any (BOARD_BUFFER_COUNT).
extern const struct ledger_buffer board_buffers[];
extern struct ledger_state board_buffer_states[];

/// Writes on the serial line and waits for it. Context: any, for panics only.
void board_panic_write(const char *text, size_t length_bytes);

/// Ends the machine: an emulator with BOARD_STATUS_PANIC, real hardware by a reset or a stop.
NORETURN void board_panic_end(void);

// Chips as capsules see them; of a capsule that the board does not have, none is needed:
//   terminal_uart (terminal), led_lights (led), button_inputs (button).

// ---------------------------------------------------------------------------------------------
// Offered to the chips' clients.

void uart_to_terminal_transmitted(const struct uart_transmitted *event);
void uart_to_terminal_received(const struct uart_received *event);
void buttons_to_button_changed(const struct button_changed *event);

// Calls between the terminal and its clients; of a capsule that the board does not have, there is
// none.
enum error to_terminal_request(struct terminal_request *request);
enum error to_terminal_focus_set(struct terminal_focus *focus);
enum error to_process_console_fetch(struct terminal_piece *piece);
enum error to_process_console_received(struct terminal_input *input);
enum error to_process_console_focus_moved(struct terminal_focus *focus);
enum error to_event_report_fetch(struct terminal_piece *piece);
enum error to_event_report_received(struct terminal_input *input);
enum error to_console_fetch(struct terminal_piece *piece);
enum error to_console_received(struct terminal_input *input);
enum error to_console_reader(struct terminal_focus *reader);
enum error to_debug_fetch(struct terminal_piece *piece);

/// The terminal as its clients see it.
#define TERMINAL_OF_CLIENTS                 \
    {                                       \
        .request = to_terminal_request,     \
        .focus_set = to_terminal_focus_set, \
    }

/// Client of the serial line that the terminal uses.
#define UART_CLIENT_TERMINAL                         \
    {                                                \
        .transmitted = uart_to_terminal_transmitted, \
        .received = uart_to_terminal_received,       \
    }

/// Client of the buttons.
#define BUTTON_CLIENT_CAPSULE                 \
    {                                         \
        .changed = buttons_to_button_changed, \
    }
