// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Time of a RISC-V machine with a CLINT: port_time_now(), port_time_alarm() and the tick of
 * kernel/port.h, for hart 0.
 *
 * The device counts 64 bits and compares them with one value. Tick and alarm share it: it is the
 * earlier of the two, and arch_timer_interrupt() finds out which of them is due. The count never
 * wraps and an alarm is never early.
 *
 * The board defines where the device is and how fast it counts.
 *
 * Source: SiFive FE310-G002 Manual v19p05, chapter 9; RISC-V Privileged Architecture 1.12, 3.2.1.
 */
#pragma once

#include <stdint.h>

extern const uintptr_t clint_base;
extern const uint32_t clint_time_hz;

/// Takes back all requests of whoever ran before. Context: init, before the kernel asks for the
/// time.
void clint_initialise(void);
