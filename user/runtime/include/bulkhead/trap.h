// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The system calls by class, with bare words as arguments.
 *
 * Programs include <bulkhead/system_call.h>. What knows registers is one header,
 * <bulkhead/trap_instruction.h>, and yield.S, both in a folder per toolchain. Each function
 * declares exactly the registers that the kernel may write in answer to its class: a result fills
 * the first four argument registers as its variant says, everything else survives.
 *
 * Source: Tock TRD 104, section 3 and 4.
 */
#pragma once

#include <abi/system_call.h>
#include <bulkhead/trap_instruction.h>
#include <stdint.h>

/// What the kernel left in the four argument registers: the variant, and as many values as the
/// variant names.
struct bulkhead_result {
    uint32_t variant;
    uint32_t value[3];
};

/// Defines a call with four arguments.
#define BULKHEAD_TRAP_FOUR(name, class)                                                       \
    static inline struct bulkhead_result name(uint32_t a, uint32_t b, uint32_t c, uint32_t d) \
    {                                                                                         \
        BULKHEAD_TRAP_INSTRUCTION_FOUR(class, a, b, c, d);                                    \
        return (struct bulkhead_result){.variant = a, .value = {b, c, d}};                    \
    }

/// Defines a call with two arguments, whose result fills no more than two registers.
#define BULKHEAD_TRAP_TWO(name, class)                                     \
    static inline struct bulkhead_result name(uint32_t a, uint32_t b)      \
    {                                                                      \
        BULKHEAD_TRAP_INSTRUCTION_TWO(class, a, b);                        \
        return (struct bulkhead_result){.variant = a, .value = {b, 0, 0}}; \
    }

BULKHEAD_TRAP_FOUR(bulkhead_trap_subscribe, SYSTEM_CALL_SUBSCRIBE)
BULKHEAD_TRAP_FOUR(bulkhead_trap_command, SYSTEM_CALL_COMMAND)
BULKHEAD_TRAP_FOUR(bulkhead_trap_allow_read_write, SYSTEM_CALL_ALLOW_READ_WRITE)
BULKHEAD_TRAP_FOUR(bulkhead_trap_allow_read_only, SYSTEM_CALL_ALLOW_READ_ONLY)
BULKHEAD_TRAP_FOUR(bulkhead_trap_allow_user_readable, SYSTEM_CALL_ALLOW_USER_READABLE)
BULKHEAD_TRAP_TWO(bulkhead_trap_memop, SYSTEM_CALL_MEMOP)
BULKHEAD_TRAP_TWO(bulkhead_trap_exit, SYSTEM_CALL_EXIT)

#undef BULKHEAD_TRAP_FOUR
#undef BULKHEAD_TRAP_TWO

/**
 * Yields in a way that may run an upcall function before it returns.
 *
 * It is not inline, since a compiler believes that an asm statement calls no function of the
 * program, and would keep variables in registers that the upcall function changes.
 *
 * @param kind  YIELD_NO_WAIT with the address of a flag byte or 0, or YIELD_WAIT.
 */
void bulkhead_trap_yield(uint32_t kind, uint32_t flag_address);

/// Waits for one upcall without running its function. Returns its three arguments in value[].
static inline struct bulkhead_result bulkhead_trap_yield_wait_for(uint32_t driver, uint32_t number)
{
    uint32_t first = YIELD_WAIT_FOR;
    BULKHEAD_TRAP_INSTRUCTION_THREE(SYSTEM_CALL_YIELD, first, driver, number);
    return (struct bulkhead_result){.variant = VARIANT_SUCCESS, .value = {first, driver, number}};
}
