// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * System control of an LM3S6965: its clock, and which of its devices are clocked.
 *
 * A device whose clock is off does not answer: an access to it is a bus fault. So the board starts
 * the clock, then opens the devices that it has drivers for, all before their first access.
 *
 * Source: Texas Instruments LM3S6965 data sheet (SPMS058), 5.2.4 and 5.4 (registers RCC, RIS, RCGC0
 * to RCGC2).
 */
#pragma once

#include <stdint.h>

/// The clock of processor and devices behind stellaris_clock_initialise().
enum { STELLARIS_CLOCK_HZ = 50000000 };

/// Devices, as the three registers for their clocks number them.
enum {
    STELLARIS_OPEN_0_ADC = 1 << 16,

    STELLARIS_OPEN_1_UART0 = 1 << 0,
    STELLARIS_OPEN_1_SSI0 = 1 << 4,
    STELLARIS_OPEN_1_I2C0 = 1 << 12,
    STELLARIS_OPEN_1_TIMER0 = 1 << 16,
    STELLARIS_OPEN_1_TIMER1 = 1 << 17,

    STELLARIS_OPEN_2_PORTS = 0x7F, ///< A to G
    STELLARIS_OPEN_2_ETHERNET = 1 << 28,
    STELLARIS_OPEN_2_ETHERNET_PHY = 1 << 30,
};

/**
 * Runs the processor on the PLL, from a crystal of 8 MHz. If the PLL does not lock in the time that
 * the data sheet gives it, the clock stays the internal oscillator, and times are wrong. Context:
 * init.
 */
void stellaris_clock_initialise(void);

/// Turns on the clocks of devices: bits of the groups above. Context: init.
void stellaris_devices_open(uint32_t group_0, uint32_t group_1, uint32_t group_2);
