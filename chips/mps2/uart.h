// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The first serial line of an MPS2 board (CMSDK UART).
 *
 * Its device has no FIFO, so both directions have a ring and a top half between ring and device.
 * Received bytes, and room in the other ring, reach the client through the bottom halves. The board
 * puts the top halves into the vector table, the bottom halves into its table, calls
 * mps2_uart_initialise() before the kernel takes bytes, and defines mps2_uart_client.
 *
 * Source: Arm Cortex-M System Design Kit TRM (DDI 0479D) 4.3.
 */
#pragma once

#include <hal/uart.h>

/// The functions of the contract `struct uart`. Context: kernel.
size_t mps2_uart_transmit(const struct const_span *bytes);
enum error mps2_uart_receive_start(void);
void mps2_uart_receive_pause(void);

/// Where the device is, and its two interrupt lines. Defined by the board.
extern const uintptr_t mps2_uart_base;
extern const uint8_t mps2_uart_receive_line;
extern const uint8_t mps2_uart_transmit_line;

/// Who is told. Defined by the board. Called from the bottom halves.
extern const struct uart_client mps2_uart_client;

/// Sets speed and direction. Reception stays off until receive_start. Context: init.
void mps2_uart_initialise(void);

/// For the vector table. Context: top_half.
void mps2_uart_transmit_top_half(void);
void mps2_uart_receive_top_half(void);

/// For the board's table of bottom halves.
void mps2_uart_transmit_bottom_half(void);
void mps2_uart_receive_bottom_half(void);

/// Sends bytes and waits for each. What was being sent is cut off. Context: any, for panics only.
void mps2_uart_panic_write(const char *text, size_t length_bytes);
