// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The controller in front of the devices of a Cortex-M33 image. After reset it refuses every access
 * without privilege; programs that own a device need it open, behind the protection unit.
 *
 * Source: Arm CoreLink SSE-200 Technical Reference Manual (101104), Secure Privilege Control Block;
 * Arm MPS2 application note AN505 (DAI 0505), peripheral protection controllers.
 */
#pragma once

#include <stdint.h>

/**
 * Lets Secure accesses without privilege through to devices.
 *
 * @param ports  a bit for each port of expansion controller 1, where the serial ports are: UART
 *               number n has bit 5 + n.
 * Context: init.
 */
void mps2_ports_open(uint32_t ports);
