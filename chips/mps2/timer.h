// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Time of an MPS2 board: port_time_now() and port_time_alarm() of kernel/port.h.
 *
 * One timer counts for ever and its top half counts how often it wraps (every few minutes). The
 * other runs towards the next alarm; an alarm further away than it can count is approached in
 * steps.
 *
 * Source: Arm Cortex-M System Design Kit TRM (DDI 0479D) 4.1 (APB timer).
 */
#pragma once

#include <stdint.h>

/// The clock of all these devices, and where the two timers are with their lines. Defined by the
/// board.
extern const uint32_t mps2_clock_hz;
extern const uintptr_t mps2_clock_timer_base;
extern const uint8_t mps2_clock_timer_line;
extern const uintptr_t mps2_alarm_timer_base;
extern const uint8_t mps2_alarm_timer_line;

/// Starts the clock at 0. Context: init, before the kernel asks for the time.
void mps2_timer_initialise(void);

/// For the vector table, mps2_clock_timer_line. Context: top_half.
void mps2_timer_wrap_top_half(void);

/// For the vector table, mps2_alarm_timer_line. Context: top_half.
void mps2_timer_alarm_top_half(void);
