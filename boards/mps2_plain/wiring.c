// SPDX-License-Identifier: Apache-2.0 OR MIT
// The devices of an MPS2 board: their interrupts, their start, and the end of the machine.

#include <arch/processor.h>
#include <arch/semihosting.h>
#include <boards/standard/standard.h>
#include <chips/mps2/fpga_io.h>
#include <chips/mps2/ports.h>
#include <chips/mps2/timer.h>
#include <chips/mps2/uart.h>

const struct bottom_half board_bottom_halves[BOARD_BOTTOM_HALF_COUNT] = {
    {.line = BOARD_UART_RECEIVE_LINE, .serve = mps2_uart_receive_bottom_half},
    {.line = BOARD_UART_TRANSMIT_LINE, .serve = mps2_uart_transmit_bottom_half},
    {.line = BOARD_DUAL_TIMER_LINE, .serve = mps2_button_bottom_half},
};

void arch_board_initialise(void)
{
    mps2_timer_initialise();
    mps2_uart_initialise();
    if (BOARD_OPEN_PORTS != 0) {
        mps2_ports_open(BOARD_OPEN_PORTS);
    }
}

void board_panic_write(const char *text, size_t length_bytes)
{
    mps2_uart_panic_write(text, length_bytes);
}

void board_panic_end(void)
{
    semihosting_exit(BOARD_STATUS_PANIC);
}
