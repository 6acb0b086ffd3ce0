// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Time of an LM3S6965: port_time_now() and port_time_alarm() of kernel/port.h, in milliseconds.
 *
 * Timer 0 interrupts a thousand times a second, and the clock counts that. It would be finer, and
 * the processor could sleep for longer, if the time between were read off a timer; but those of the
 * emulated chip cannot be read, nor does its watchdog count. Each interrupt starts the timer for
 * the next one: the emulator loses interrupts of a timer that goes on by itself while the processor
 * sleeps. So the clock is late by what an interrupt needs to be taken, half a millionth of a second
 * in each millisecond.
 *
 * Source: Texas Instruments LM3S6965 data sheet (SPMS058), chapter 9.
 */
#pragma once

#include <stdint.h>

enum { STELLARIS_TIME_HZ = 1000 };

/// Starts the clock at 0. The clock of timer 0 is on. Context: init, before the kernel asks for the
/// time.
void stellaris_timer_initialise(void);

/// For the vector table, STELLARIS_LINE_TIMER0. Context: top_half.
void stellaris_timer_top_half(void);
