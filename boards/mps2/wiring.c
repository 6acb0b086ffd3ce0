// SPDX-License-Identifier: Apache-2.0 OR MIT
// How the devices of an MPS2 board are wired to the standard capsules.

#include <arch/processor.h>
#include <arch/semihosting.h>
#include <boards/standard/standard.h>
#include <chips/mps2/fpga_io.h>
#include <chips/mps2/timer.h>
#include <chips/mps2/uart.h>

const struct bottom_half board_bottom_halves[BOARD_BOTTOM_HALF_COUNT] = {
    {.line = BOARD_UART_RECEIVE_LINE, .serve = mps2_uart_receive_bottom_half},
    {.line = BOARD_UART_TRANSMIT_LINE, .serve = mps2_uart_transmit_bottom_half},
    {.line = BOARD_DUAL_TIMER_LINE, .serve = mps2_button_bottom_half},
};

const struct uart_client mps2_uart_client = UART_CLIENT_TERMINAL;
const struct button_client mps2_button_client = BUTTON_CLIENT_CAPSULE;

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

void board_panic_write(const char *text, size_t length_bytes)
{
    mps2_uart_panic_write(text, length_bytes);
}

void board_panic_end(void)
{
    semihosting_exit(BOARD_STATUS_PANIC);
}
