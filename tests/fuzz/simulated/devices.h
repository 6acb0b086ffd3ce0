// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Devices of the simulated machine: a serial line, lights, buttons, a source of entropy. They keep
 * the contracts of hal/, and check that their users do.
 *
 * What happens outside of the machine is said by the functions at the end. They raise the device's
 * line; what follows is done when the kernel does its work.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <hal/button.h>
#include <hal/entropy.h>
#include <hal/uart.h>

enum { SIMULATED_LED_COUNT = 3, SIMULATED_BUTTON_COUNT = 4 };
enum { SIMULATED_LINE_UART = 1, SIMULATED_LINE_BUTTONS = 2, SIMULATED_LINE_ENTROPY = 35 };
enum { SIMULATED_ENTROPY_DEVICE = 3 };

/// Clients, which the board's wiring defines.
extern const struct uart_client simulated_uart_client;
extern const struct button_client simulated_button_client;
extern const struct entropy_client simulated_entropy_client;

/// See hal/uart.h.
size_t simulated_uart_transmit(const struct const_span *bytes);
enum error simulated_uart_receive_start(void);
void simulated_uart_receive_pause(void);

/// See hal/led.h.
void simulated_led_set(uint32_t index, bool is_on);
bool simulated_led_is_on(uint32_t index);

/// See hal/button.h.
bool simulated_button_is_pressed(uint32_t index);
void simulated_button_watch(uint32_t mask);

/// See hal/entropy.h.
bool simulated_entropy_is_present(void);
enum error simulated_entropy_request(struct transfer_buffer buffer, size_t length_bytes);
enum error simulated_entropy_cancel(void);

/// Bottom halves.
void simulated_uart_bottom_half(void);
void simulated_buttons_bottom_half(void);
void simulated_entropy_bottom_half(void);

/// Enables the lines. To be called once, before the kernel starts.
void simulated_initialise(void);

/// The line has sent what it kept, and keeps `room_bytes` from now on.
void simulated_uart_sent(size_t room_bytes);

/// Bytes arrive. What the line cannot keep is lost.
void simulated_uart_receive(const uint8_t *bytes, size_t count);

/// True: the line has something to do that it was not served for.
bool simulated_uart_is_busy(void);

/// A button changes.
void simulated_button_change(uint32_t index);

/// The source fills the buffer that it holds, if any, or fails.
void simulated_entropy_fill(size_t length_bytes);
void simulated_entropy_fail(void);

/// True: the source holds a buffer.
bool simulated_entropy_has_buffer(void);

/// What leaves the line goes to this function, byte by byte. Defined by whoever uses the machine.
void simulated_uart_output(uint8_t byte);
