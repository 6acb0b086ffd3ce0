// SPDX-License-Identifier: Apache-2.0 OR MIT
// The devices of a HiFive1: their interrupts, their start, and the end of the machine.

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
