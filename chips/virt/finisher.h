// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The test finisher of the emulator's machine `virt`: how it ends or starts again.
 *
 * Source: QEMU 7.2, "virt" generic virtual platform (docs/system/riscv/virt); device tree bindings
 * sifive,test0 and syscon-reboot.
 */
#pragma once

#include <stdint.h>

#include <lib/attributes.h>

/**
 * Ends the emulator.
 *
 * @param status  exit status, 0 to 255.
 * Context: any.
 */
NORETURN void virt_finish(uint32_t status);

/// Starts the machine again, or ends the emulator if it was told so. Context: any.
NORETURN void virt_reset(void);
