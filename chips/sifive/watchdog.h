// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Watchdog of an FE310, used for one thing: to reset the chip.
 *
 * Source: SiFive FE310-G002 Manual v19p05, chapters 13 and 14.
 */
#pragma once

/// Resets the chip. Returns, after a while, where there is no such device, as in an emulator.
/// Context: any.
void sifive_watchdog_reset(void);
