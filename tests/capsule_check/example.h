// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The header of the capsule `example`, to which every program in this folder belongs.
#pragma once

#include <capsule.h>
#include <hal/entropy.h>
#include <hal/led.h>
#include <hal/terminal.h>
#include <hal/uart.h>

enum { EXAMPLE_GRANT_BYTES = 64 };

/// What the board gives it.
extern const struct uart example_uart;
extern const struct entropy_source example_entropy;
extern const struct led_bank example_lights;
extern const struct terminal example_terminal;
extern const struct byte_area example_area;

void example_init(void);
void example_command(struct command *command);
void example_timer(void);
void example_deferred(void);
void example_process_ended(struct process_id *process);
void example_received(const struct uart_received *event);
void example_fetch(struct terminal_piece *piece);
