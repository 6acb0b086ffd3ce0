// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Clock of an FE310.
 *
 * Source: SiFive FE310-G002 Manual v19p05, chapter 6.
 */
#pragma once

enum { SIFIVE_CRYSTAL_HZ = 16000000 }; ///< of a HiFive1 board

/// Has processor and peripherals run from the crystal instead of the oscillator that they start
/// with, which is not exact enough for a serial line. Waits for the crystal. Context: init.
void sifive_clock_initialise(void);
