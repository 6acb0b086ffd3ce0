// SPDX-License-Identifier: Apache-2.0 OR MIT
/// How the counting plugin knows the few instructions that matter to it.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// All markers are this long.
enum { MARKER_BYTES = 4 };

/// Words are as a 32-bit load would read them.
struct instruction_set {
    uint32_t marker;      ///< with number 0
    uint32_t marker_mask; ///< bits that are the same in all markers
    unsigned int marker_number_shift;
    size_t call_bytes;
    uint32_t call; ///< the system call instruction
    uint32_t call_mask;
    size_t sleep_bytes;
    uint32_t sleep;             ///< the instruction that sleeps
    bool is_woken_by_exception; ///< false: the kernel goes on behind it
};

/// `movw r12, #0xBE00 + N` in encoding T3; `svc #N`; `wfi`.
static const struct instruction_set armv7m = {
    .marker = 0x6C00F64Bu,
    .marker_mask = 0xFF00FFFFu,
    .marker_number_shift = 16,
    .call_bytes = 2,
    .call = 0xDF00u,
    .call_mask = 0xFF00u,
    .sleep_bytes = 2,
    .sleep = 0xBF30u,
    .is_woken_by_exception = true,
};

/// `lui zero, 0xBE000 + N`, a hint that does nothing; `ecall`; `wfi`.
static const struct instruction_set riscv = {
    .marker = 0xBE000037u,
    .marker_mask = 0xFFF00FFFu,
    .marker_number_shift = 12,
    .call_bytes = 4,
    .call = 0x00000073u,
    .call_mask = 0xFFFFFFFFu,
    .sleep_bytes = 4,
    .sleep = 0x10500073u,
};
