// SPDX-License-Identifier: Apache-2.0 OR MIT
// The vector table. Lines without an entry of their own are enabled for a bottom half or never. The
// table ends with the last line that the board enables: the controller takes no other.

#include <board_facts.h>
#include <boards/arm/exceptions.h>
#include <chips/mps2/timer.h>
#include <chips/mps2/uart.h>

static_assert(BOARD_DUAL_TIMER_LINE < BOARD_LINE_COUNT, "it has the common entry");
static_assert(BOARD_UART_RECEIVE_LINE < BOARD_LINE_COUNT &&
                  BOARD_UART_TRANSMIT_LINE < BOARD_LINE_COUNT &&
                  BOARD_CLOCK_TIMER_LINE < BOARD_LINE_COUNT &&
                  BOARD_ALARM_TIMER_LINE < BOARD_LINE_COUNT,
              "no hole in front of a line");

// The first entry of the lines is for all of them; those behind it replace theirs.
#pragma GCC diagnostic ignored "-Woverride-init"

SECTION(ARCH_VECTOR_SECTION)
USED const struct arch_vector_table arch_vectors = {
    BOARD_EXCEPTIONS,
    .irq =
        {
            [0 ... BOARD_LINE_COUNT - 1] = arch_irq_common,
            [BOARD_UART_RECEIVE_LINE] = mps2_uart_receive_top_half,
            [BOARD_UART_TRANSMIT_LINE] = mps2_uart_transmit_top_half,
            [BOARD_CLOCK_TIMER_LINE] = mps2_timer_wrap_top_half,
            [BOARD_ALARM_TIMER_LINE] = mps2_timer_alarm_top_half,
        },
};
