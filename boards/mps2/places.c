// SPDX-License-Identifier: Apache-2.0 OR MIT
// Where the devices of the board are, for the drivers of chips/mps2. The numbers are the board's
// facts.

#include <arch/processor.h>
#include <board_facts.h>
#include <chips/mps2/fpga_io.h>
#include <chips/mps2/timer.h>
#include <chips/mps2/uart.h>

// Processor and devices have one clock.
const uint32_t arch_core_clock_hz = BOARD_TIME_HZ;
const uint32_t mps2_clock_hz = BOARD_TIME_HZ;

const uintptr_t mps2_uart_base = BOARD_UART_BASE;
const uint8_t mps2_uart_receive_line = BOARD_UART_RECEIVE_LINE;
const uint8_t mps2_uart_transmit_line = BOARD_UART_TRANSMIT_LINE;

const uintptr_t mps2_clock_timer_base = BOARD_CLOCK_TIMER_BASE;
const uint8_t mps2_clock_timer_line = BOARD_CLOCK_TIMER_LINE;
const uintptr_t mps2_alarm_timer_base = BOARD_ALARM_TIMER_BASE;
const uint8_t mps2_alarm_timer_line = BOARD_ALARM_TIMER_LINE;

const uintptr_t mps2_dual_timer_base = BOARD_DUAL_TIMER_BASE;
const uint8_t mps2_dual_timer_line = BOARD_DUAL_TIMER_LINE;
const uintptr_t mps2_fpga_io_base = BOARD_FPGA_IO_BASE;
