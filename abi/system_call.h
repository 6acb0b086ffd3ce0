// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * System calls as programs make them: the Tock 2.x interface (TRD 104).
 *
 * Cortex-M: `svc #class`, arguments and results in r0 to r3. A result starts with a variant word
 * in r0; registers that the variant does not name keep what the program put there.
 */
#pragma once

enum system_call_class {
    SYSTEM_CALL_YIELD = 0,
    SYSTEM_CALL_SUBSCRIBE = 1,
    SYSTEM_CALL_COMMAND = 2,
    SYSTEM_CALL_ALLOW_READ_WRITE = 3,
    SYSTEM_CALL_ALLOW_READ_ONLY = 4,
    SYSTEM_CALL_MEMOP = 5,
    SYSTEM_CALL_EXIT = 6,
    SYSTEM_CALL_ALLOW_USER_READABLE = 7,
};

/// Variant word of a result. The comment names the words that follow it.
enum system_call_variant {
    VARIANT_FAILURE = 0,               ///< error
    VARIANT_FAILURE_U32 = 1,           ///< error, value
    VARIANT_FAILURE_U32_U32 = 2,       ///< error, value, value
    VARIANT_FAILURE_U64 = 3,           ///< error, low, high
    VARIANT_SUCCESS = 128,             ///< nothing
    VARIANT_SUCCESS_U32 = 129,         ///< value
    VARIANT_SUCCESS_U32_U32 = 130,     ///< value, value
    VARIANT_SUCCESS_U64 = 131,         ///< low, high
    VARIANT_SUCCESS_U32_U32_U32 = 132, ///< value, value, value
    VARIANT_SUCCESS_U32_U64 = 133,     ///< value, low, high
};

enum yield_kind {
    YIELD_NO_WAIT = 0, ///< argument 1: address of a flag byte, or 0
    YIELD_WAIT = 1,
    YIELD_WAIT_FOR = 2, ///< argument 1: driver, argument 2: subscribe number
};

enum memop {
    MEMOP_BREAK_SET = 0,
    MEMOP_BREAK_MOVE = 1,
    MEMOP_MEMORY_START = 2,
    MEMOP_MEMORY_END = 3,
    MEMOP_FLASH_START = 4,
    MEMOP_FLASH_END = 5,
    MEMOP_GRANT_START = 6,
    MEMOP_WRITEABLE_REGION_COUNT = 7,
    MEMOP_WRITEABLE_REGION_START = 8,
    MEMOP_WRITEABLE_REGION_END = 9,
    MEMOP_STACK_TOP = 10,  ///< debug hint
    MEMOP_HEAP_START = 11, ///< debug hint
};

enum exit_kind {
    EXIT_TERMINATE = 0,
    EXIT_RESTART = 1,
};

enum {
    KERNEL_VERSION_MAJOR = 2, ///< the Tock kernel version that programs are told
    KERNEL_VERSION_MINOR = 3,
};
