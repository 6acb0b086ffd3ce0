// SPDX-License-Identifier: Apache-2.0 OR MIT
// How the devices of a HiFive1 are wired to the standard capsules.

#include <arch/processor.h>
#include <arch/semihosting.h>
#include <boards/standard/standard.h>
#include <chips/clint/clint.h>
#include <chips/plic/plic.h>
#include <chips/sifive/gpio.h>
#include <chips/sifive/interrupts.h>
#include <chips/sifive/prci.h>
#include <chips/sifive/uart.h>
#include <chips/sifive/watchdog.h>

enum { STATUS_RESET = 0 };

const struct bottom_half board_bottom_halves[BOARD_BOTTOM_HALF_COUNT] = {
    {.line = SIFIVE_LINE_UART0, .serve = sifive_uart_bottom_half},
};

const struct uart_client sifive_uart_client = UART_CLIENT_TERMINAL;

// Chips as capsules see them.
const struct uart terminal_uart = {
    .transmit = sifive_uart_transmit,
    .receive_start = sifive_uart_receive_start,
    .receive_pause = sifive_uart_receive_pause,
};
const struct led_bank led_lights = {
    .count = SIFIVE_LED_COUNT,
    .set = sifive_led_set,
    .is_on = sifive_led_is_on,
};

void arch_board_initialise(void)
{
    sifive_clock_initialise();
    clint_initialise();
    plic_initialise();
    sifive_led_initialise();
    sifive_uart_initialise(SIFIVE_CRYSTAL_HZ);
}

void arch_board_reset(void)
{
    sifive_watchdog_reset();
    // What has no watchdog is an emulator, which ends instead.
    semihosting_exit(STATUS_RESET);
}

void board_panic_write(const char *text, size_t length_bytes)
{
    sifive_uart_panic_write(text, length_bytes);
}

void board_panic_end(void)
{
    semihosting_exit(BOARD_STATUS_PANIC);
}
