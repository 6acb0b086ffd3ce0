// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Interrupt lines of the Arm MPS2 boards with a Cortex-M3, M4 or M7 image.
 *
 * Source: Arm MPS2 application note AN386 (DAI 0386), "Interrupt assignments".
 */
#pragma once

enum mps2_line {
    MPS2_LINE_UART0_RECEIVE = 0,
    MPS2_LINE_UART0_TRANSMIT = 1,
    MPS2_LINE_TIMER0 = 8,
    MPS2_LINE_TIMER1 = 9,
    MPS2_LINE_DUAL_TIMER = 10,
};
enum { MPS2_LINE_COUNT = 32 };
