// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What the kernel keeps for the simulated instruction set in each process record. Opaque to
 * kernel/.
 *
 * The simulated processor is a Cortex-M as the kernel sees it, on a host with wider pointers: eight
 * registers of a process that does not run lie in a frame on its stack, in process memory.
 */
#pragma once

#include <stdint.h>

#include <lib/attributes.h>
#include <lib/range.h>

/// How small helpers are compiled that many gates share.
#define ARCH_HELPER ALWAYS_INLINE

struct arch_context {
    uint32_t stack_pointer;   ///< of the frame
    uint32_t callee_saved[8]; ///< r4 to r11
    struct range memory;      ///< where frames may lie
    struct range code;        ///< where system calls may come from
};

/// What the simulated protection unit loads. Each unit uses the part that it needs; see host.h.
struct arch_protection {
    struct range image;
    struct range ram;      ///< [memory start, exposed end)
    uintptr_t ram_end_max; ///< the exposed end can never be above it
    uint32_t words[18];    ///< registers, for the model of a real unit
};
