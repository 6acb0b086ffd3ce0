// SPDX-License-Identifier: Apache-2.0 OR MIT
/// What the status of security faults (SFSR) means. Pure: touches no register.
#pragma once

#include <stdint.h>

/**
 * Says it as a bit of CFSR: fetched or accessed what it must not, else a bad state.
 *
 * @return 0: there was no security fault.
 * Context: any.  Source: Armv8-M ARM (DDI 0553) D1.2, SFSR.
 */
uint32_t security_status_decode(uint32_t status);
