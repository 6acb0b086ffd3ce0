// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Calls to the emulator or debugger that runs the machine.
#pragma once

#include <stdint.h>

#include <lib/attributes.h>

/**
 * Ends the emulation. Without an emulator or debugger the processor stops here for good.
 *
 * @param status  exit status, 0 to 255.
 * Context: any privileged.  Source: Arm "Semihosting for AArch32 and AArch64", SYS_EXIT_EXTENDED.
 */
NORETURN void semihosting_exit(uint32_t status);
