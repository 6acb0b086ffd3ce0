// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `terminal`: owns the serial line. The service is described in <hal/terminal.h>.
 */
#pragma once

#include <capsule.h>
#include <hal/terminal.h>
#include <hal/uart.h>

/// The serial line. Defined by the board.
extern const struct uart terminal_uart;

/// Where a piece of output waits for the line. Defined by the board: TERMINAL_BUFFER_BYTES_MIN
/// bytes or more; 192 are right for the process console's lines.
extern const struct byte_area terminal_buffer;

/// Who prints and reads, in the order of enum terminal_client_number. Defined by the board.
extern const struct terminal_client terminal_clients[TERMINAL_CLIENT_COUNT];

void terminal_init(void);
void terminal_deferred(void);
void terminal_timer(void);
void terminal_process_ended(struct process_id *process);

void terminal_transmitted(const struct uart_transmitted *event);
void terminal_received(const struct uart_received *event);

void terminal_request(struct terminal_request *request);
void terminal_focus_set(struct terminal_focus *focus);
