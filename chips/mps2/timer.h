// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Time of an MPS2 board: port_time_now() and port_time_alarm() of kernel/port.h.
 *
 * TIMER0 counts for ever and its top half counts how often it wraps (every 171 seconds). TIMER1
 * runs towards the next alarm; an alarm further away than it can count is approached in steps.
 * Alarms are never early: the bottom half looks at the time before it tells the kernel.
 *
 * Source: Arm Cortex-M System Design Kit TRM (DDI 0479D) 4.1 (APB timer).
 */
#pragma once

enum { MPS2_TIMER_HZ = 25000000 };

/// Starts the clock at 0. Context: init, before the kernel asks for the time.
void mps2_timer_initialise(void);

/// For the vector table, line MPS2_LINE_TIMER0. Context: top_half.
void mps2_timer_wrap_top_half(void);

/// For the board's table, line MPS2_LINE_TIMER1, which has the common handler.
void mps2_timer_alarm_bottom_half(void);
