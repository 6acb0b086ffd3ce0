// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What the kernel keeps for this instruction set in each process record. Opaque to kernel/.
 *
 * Assembler reaches the fields through generated/arch_offsets.h.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include <arch_protection.h>
#include <lib/attributes.h>

/// How small helpers are compiled that many gates share: once, since flash is scarcer here than
/// the cycles of a call.
#define ARCH_HELPER __attribute__((noinline, unused))

/**
 * A process that does not run: the registers that the hardware does not keep on the process stack,
 * and where its stack and its code may lie.
 *
 * Guard: base level. `callee_saved` is valid while the process is not current; `stack_pointer` also
 * inside a system call of the process. The limits are kept so that one unsigned comparison decides:
 * address - low < places. No place: everything is refused.
 */
struct arch_context {
    uint32_t stack_pointer;   ///< address of the hardware frame; never used before a range test
    uint32_t callee_saved[8]; ///< r4 to r11
    uint32_t stack_low;       ///< lowest address where a frame may start
    uint32_t stack_places;    ///< number of addresses from there on where one may start
    uint32_t call_low;        ///< lowest address that can follow a call instruction
    uint32_t call_places;     ///< number of addresses from there on that can
};
// The switch saves and loads stack pointer and registers in one go; limits are loaded in pairs.
static_assert(offsetof(struct arch_context, stack_pointer) == 0, "first");
static_assert(offsetof(struct arch_context, callee_saved) == 4, "directly behind");
static_assert(offsetof(struct arch_context, stack_places) ==
                  offsetof(struct arch_context, stack_low) + 4,
              "a pair");
static_assert(offsetof(struct arch_context, call_places) ==
                  offsetof(struct arch_context, call_low) + 4,
              "a pair");
static_assert(sizeof(struct arch_context) == 13 * 4, "no padding");
