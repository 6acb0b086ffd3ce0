// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * A serial line with a PL011 and its FIFOs, at 115,200 baud, eight bits and no parity.
 *
 * The FIFOs, 16 entries each way, are all that keeps bytes, and stand in for top halves: one bottom
 * half gives the client what has arrived, or tells it that there is room again. An interrupt asks
 * for room only while the client does. While reception is paused bytes stay in the FIFO; what does
 * not fit into it is lost and counted, since the line has no other way to hold a sender up.
 *
 * The board puts the bottom half into its table, has the device's clock on and its pins connected
 * before it calls pl011_initialise(), and defines the constants below.
 *
 * Source: Arm PrimeCell UART (PL011) TRM, revision r1p5 (DDI 0183G), chapter 3; Texas Instruments
 * LM3S6965 data sheet (SPMS058), chapter 12.
 */
#pragma once

#include <hal/uart.h>

extern const uintptr_t pl011_base;
extern const uint32_t pl011_clock_hz; ///< input of the divider, at least 16 * 115,200
extern const uint8_t pl011_line;      ///< its interrupt, that of all causes together

/// The functions of the contract `struct uart`. Context: kernel.
size_t pl011_transmit(const struct const_span *bytes);
enum error pl011_receive_start(void);
void pl011_receive_pause(void);

/// Who is told. Defined by the board. Called from the bottom half.
extern const struct uart_client pl011_client;

/// Sets speed, FIFOs and interrupts. Reception stays off until receive_start. Context: init.
void pl011_initialise(void);

/// For the board's table of bottom halves, line pl011_line.
void pl011_bottom_half(void);

/// Sends bytes and waits for each. What was being sent is cut off. Context: any, for panics only.
void pl011_panic_write(const char *text, size_t length_bytes);
