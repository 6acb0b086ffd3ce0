// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The trap instruction of each system call class, for Cortex-M.
 *
 * This header and yield.S are all that knows registers; programs include
 * <bulkhead/system_call.h>. Each function declares exactly the registers that the kernel may write
 * in answer to its class: a result fills r0 to r3 as its variant says, everything else survives.
 * "memory" is declared because the kernel reads and writes buffers that the program has allowed.
 *
 * Source: Tock TRD 104, section 3 and 4.
 */
#pragma once

#include <abi/system_call.h>
#include <stdint.h>

/// What the kernel left in r0 to r3: the variant, and as many values as the variant names.
struct bulkhead_result {
    uint32_t variant;
    uint32_t value[3];
};

/// Defines a call with four argument registers, all of which may be written by the result.
#define BULKHEAD_TRAP_FOUR(name, class)                                                       \
    static inline struct bulkhead_result name(uint32_t a, uint32_t b, uint32_t c, uint32_t d) \
    {                                                                                         \
        register uint32_t r0 __asm__("r0") = a;                                               \
        register uint32_t r1 __asm__("r1") = b;                                               \
        register uint32_t r2 __asm__("r2") = c;                                               \
        register uint32_t r3 __asm__("r3") = d;                                               \
        __asm__ volatile("svc %[number]"                                                      \
                         : "+r"(r0), "+r"(r1), "+r"(r2), "+r"(r3)                             \
                         : [number] "i"(class)                                                \
                         : "memory");                                                         \
        return (struct bulkhead_result){.variant = r0, .value = {r1, r2, r3}};                \
    }

/// Defines a call with two argument registers, of which a result writes no others.
#define BULKHEAD_TRAP_TWO(name, class)                                                           \
    static inline struct bulkhead_result name(uint32_t a, uint32_t b)                            \
    {                                                                                            \
        register uint32_t r0 __asm__("r0") = a;                                                  \
        register uint32_t r1 __asm__("r1") = b;                                                  \
        __asm__ volatile("svc %[number]" : "+r"(r0), "+r"(r1) : [number] "i"(class) : "memory"); \
        return (struct bulkhead_result){.variant = r0, .value = {r1, 0, 0}};                     \
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
    register uint32_t r0 __asm__("r0") = YIELD_WAIT_FOR;
    register uint32_t r1 __asm__("r1") = driver;
    register uint32_t r2 __asm__("r2") = number;
    __asm__ volatile("svc %[number]"
                     : "+r"(r0), "+r"(r1), "+r"(r2)
                     : [number] "i"(SYSTEM_CALL_YIELD)
                     : "memory");
    return (struct bulkhead_result){.variant = VARIANT_SUCCESS, .value = {r0, r1, r2}};
}
