// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "wiring.h"

#include <arch/processor.h>
#include <arch/semihosting.h>
#include <chips/mps2/fpga_io.h>
#include <chips/mps2/uart.h>

enum { TERMINAL_BUFFER_BYTES = 192 };

/// What an emulator ends with when the kernel has panicked.
enum { STATUS_PANIC = 70 };

struct process_slot mps2_slots[MPS2_SLOT_COUNT];

static uint8_t terminal_bytes[TERMINAL_BUFFER_BYTES];
const struct terminal_buffer terminal_buffer = {terminal_bytes, sizeof terminal_bytes};

const struct bottom_half mps2_bottom_halves[MPS2_BOTTOM_HALF_COUNT] = {
    {.line = BOARD_UART_RECEIVE_LINE, .serve = mps2_uart_receive_bottom_half},
    {.line = BOARD_UART_TRANSMIT_LINE, .serve = mps2_uart_transmit_bottom_half},
    {.line = BOARD_ALARM_TIMER_LINE, .serve = mps2_timer_alarm_bottom_half},
    {.line = BOARD_DUAL_TIMER_LINE, .serve = mps2_button_bottom_half},
};

const struct policy mps2_policy = {
    .text = "development: all drivers open to all programs; faulted programs restart",
    .opens_every_driver = true,
    .fault_policy = FAULT_POLICY_RESTART,
};

// Chips as capsules see them.
const struct uart terminal_uart = {
    .transmit = mps2_uart_transmit,
    .receive_start = mps2_uart_receive_start,
    .receive_pause = mps2_uart_receive_pause,
};
const struct led_bank led_lights = {
    .count = MPS2_LED_COUNT,
    .set = mps2_led_set,
    .is_on = mps2_led_is_on,
};
const struct button_bank button_inputs = {
    .count = MPS2_BUTTON_COUNT,
    .is_pressed = mps2_button_is_pressed,
    .watch = mps2_button_watch,
};

void arch_board_initialise(void)
{
    mps2_timer_initialise();
    mps2_uart_initialise();
}

void mps2_panic_write(const char *text, size_t length_bytes)
{
    mps2_uart_panic_write(text, length_bytes);
}

void mps2_panic_end(void)
{
    semihosting_exit(STATUS_PANIC);
}
