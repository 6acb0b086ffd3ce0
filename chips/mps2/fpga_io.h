// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Lights and buttons of an MPS2 board (FPGA I/O block).
 *
 * Buttons raise no interrupt. While any is watched the first half of the dual timer runs and its
 * bottom half looks at them every 10 milliseconds, which also is the time for which they may
 * bounce.
 *
 * Source: Arm MPS2 application note AN386 (DAI 0386), "FPGA system control and I/O"; Arm Cortex-M
 * System Design Kit TRM (DDI 0479D) 4.2 (dual timer).
 */
#pragma once

#include <hal/button.h>
#include <hal/led.h>

enum { MPS2_LED_COUNT = 2, MPS2_BUTTON_COUNT = 2 };

/// The functions of the contract `struct led_bank`. Context: kernel.
void mps2_led_set(uint32_t index, bool is_on);
bool mps2_led_is_on(uint32_t index);

/// The functions of the contract `struct button_bank`. Context: kernel.
bool mps2_button_is_pressed(uint32_t index);
void mps2_button_watch(uint32_t mask);

/// Where the block and the dual timer are, and the line of the latter. Defined by the board.
extern const uintptr_t mps2_fpga_io_base;
extern const uintptr_t mps2_dual_timer_base;
extern const uint8_t mps2_dual_timer_line;

/// Who is told of changes. Defined by the board. Called from the bottom half.
extern const struct button_client mps2_button_client;

/// For the board's table, mps2_dual_timer_line, which has the common handler.
void mps2_button_bottom_half(void);
