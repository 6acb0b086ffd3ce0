// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What the hardware leaves of a process: its frame, and what it said about a fault.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <arch_types.h>
#include <lib/attributes.h>

/// What the hardware writes at an exception. Source: Armv7-M ARM (DDI 0403E.e) B1.5.6.
struct exception_frame {
    uint32_t r0_to_r3[4];
    uint32_t r12;
    uint32_t lr;
    uint32_t pc;
    uint32_t xpsr;
};
static_assert(sizeof(struct exception_frame) == 32, "no padding");

/// The registers as they were. Guard: written in fault context with PendSV pending; read at base
/// level, which only runs behind it.
struct fault_note {
    uint32_t configurable_status;
    uint32_t memory_address;
    uint32_t bus_address;
    uint32_t stack_pointer;
    bool has_frame; ///< unless the status says otherwise
    bool is_present;
};
extern struct fault_note arch_fault_note;

/// The words of a frame, and of what else there is of a process.
enum {
    WORD_XPSR = offsetof(struct exception_frame, xpsr) / sizeof(uint32_t),
    WORD_CALLEE_SAVED = sizeof(struct exception_frame) / sizeof(uint32_t),
    WORD_STACK_POINTER = WORD_CALLEE_SAVED + 8,
    WORD_COUNT,
};

/// Reads them, of a process whose protection is loaded; its stack pointer as it was before the
/// frame. False: there is no frame.
bool arch_words_read(const struct arch_context *context, uint32_t words[WORD_COUNT]);

/// See user_window.S. False: refused.
bool arch_frame_upcall(uint32_t frame, uint32_t function, const uint32_t argument[4]);
