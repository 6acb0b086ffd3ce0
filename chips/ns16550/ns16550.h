// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * A serial line with a 16550 and its FIFOs, registers one byte apart, at 115,200 baud.
 *
 * The FIFOs, 16 bytes each way, are all that keeps bytes, and stand in for top halves: one bottom
 * half gives the client what has arrived, or tells it that there is room again. An interrupt asks
 * for room only while the client does. While reception is paused the device says so to the sender
 * (RTS).
 *
 * The board puts the bottom half into its table, calls ns16550_initialise() before the kernel takes
 * bytes, and defines the constants below.
 *
 * Source: Texas Instruments PC16550D data sheet (SNLS378C), chapter 8.
 */
#pragma once

#include <hal/uart.h>

extern const uintptr_t ns16550_base;
extern const uint32_t ns16550_clock_hz; ///< input of the divider, a multiple of 16 * 115,200
extern const uint8_t ns16550_line;      ///< its interrupt

/// The functions of the contract `struct uart`. Context: kernel.
size_t ns16550_transmit(const struct const_span *bytes);
enum error ns16550_receive_start(void);
void ns16550_receive_pause(void);

/// Who is told. Defined by the board. Called from the bottom half.
extern const struct uart_client ns16550_client;

/// Sets speed, FIFOs and interrupts. Reception stays off until receive_start. Context: init.
void ns16550_initialise(void);

/// For the board's table of bottom halves, line ns16550_line.
void ns16550_bottom_half(void);

/// Sends bytes and waits for each. What was being sent is cut off. Context: any, for panics only.
void ns16550_panic_write(const char *text, size_t length_bytes);
