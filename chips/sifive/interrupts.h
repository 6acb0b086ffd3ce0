// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Interrupt lines of an FE310.
 *
 * Source: SiFive FE310-G002 Manual v19p05, table 26 of chapter 10.
 */
#pragma once

enum sifive_line {
    SIFIVE_LINE_UART0 = 3,
};
