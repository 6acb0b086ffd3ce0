// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What the kernel keeps for this instruction set in each process record. Opaque to kernel/.
 *
 * Assembler reaches the fields through generated/arch_offsets.h.
 */
#pragma once

#include <stdint.h>

#include <arch_maps.h>
#include <lib/attributes.h>

/// How small helpers are compiled that many gates share: in place, since calls are dear here.
#define ARCH_HELPER ALWAYS_INLINE

/// The integer registers but x0, which is always zero.
enum { ARCH_REGISTERS = 31 };

/**
 * All of a process that does not run. mstatus is not among it, since it is a constant for every
 * process.
 *
 * Guard: base level. While the process is current, the registers that a C function preserves (s0 to
 * s11) and tp are in the processor; the others are valid here whenever the kernel runs. They
 * are brought here before the running process changes or a fault is reported.
 */
struct arch_context {
    uintptr_t registers[ARCH_REGISTERS]; ///< x1 to x31
    uintptr_t pc;                        ///< of the next instruction
};

/// Entries of the protection unit that a process can have, and octets of their configuration. Four
/// are the most that it needs without maps.
enum {
    ARCH_PROTECTION_ENTRIES = 4 + ARCH_MAP_ENTRIES,
    ARCH_PROTECTION_CONFIGURATION_BYTES = 8,
};

/// Guard: base level. Written by the encoders of pmp.c only.
struct arch_protection {
    uintptr_t
        image[ARCH_PROTECTION_CONFIGURATION_BYTES / sizeof(uintptr_t) + ARCH_PROTECTION_ENTRIES];
};
