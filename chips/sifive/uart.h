// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * First serial line of an FE310, at 115,200 baud.
 *
 * The FIFOs, 8 bytes each way, are all that keeps bytes, and stand in for top halves: one bottom
 * half gives the client what has arrived, or tells it that there is room again. An interrupt asks
 * for room only while the client does. The device does not say when it has lost a received byte,
 * nor can it have the sender wait.
 *
 * The board puts the bottom half into its table, line SIFIVE_LINE_UART0, calls
 * sifive_uart_initialise() with the clock running, and defines the client.
 *
 * Source: SiFive FE310-G002 Manual v19p05, chapter 18.
 */
#pragma once

#include <hal/uart.h>

/// The functions of the contract `struct uart`. Context: kernel.
size_t sifive_uart_transmit(const struct const_span *bytes);
enum error sifive_uart_receive_start(void);
void sifive_uart_receive_pause(void);

/// Who is told. Defined by the board. Called from the bottom half.
extern const struct uart_client sifive_uart_client;

/**
 * Sets speed and pins. Reception stays off until receive_start.
 *
 * @param clock_hz  of the peripherals.
 * Context: init.
 */
void sifive_uart_initialise(uint32_t clock_hz);

/// For the board's table of bottom halves.
void sifive_uart_bottom_half(void);

/// Sends bytes and waits for each. What was being sent is cut off. Context: any, for panics only.
void sifive_uart_panic_write(const char *text, size_t length_bytes);
