// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Common to the attacks that name memory to the kernel and check its answers to the last word.
 *
 * A program tries a table of cases. What must come out of a lent range is computed here, from the
 * program's bounds and in 64 bits; that a refusal has left the buffer before in its slot shows with
 * the next success, which returns it. The first case that goes wrong ends the program.
 *
 *     access_begin();
 *     access_edge(ACCESS_READ_WRITE, attack_break());
 *     access_end();                                   // prints `N cases answered exactly`
 */
#pragma once

#include <abi/driver.h>
#include <stdbool.h>

#include "attack.h"

/// The console's slot that it ignores, in both classes, so that printing goes on.
enum { ACCESS_SLOT = 0 };

enum { ACCESS_LENGTH_MAX = 33, ACCESS_EDGE_CASES = (ACCESS_LENGTH_MAX + 1) * 3 * 2 };

enum access_kind { ACCESS_READ_WRITE, ACCESS_READ_ONLY, ACCESS_KIND_COUNT };

/// Where the linker has put the program behind its header.
extern const char __flash_start[];

static struct {
    uint32_t cases;
    uint32_t memory_start;
    uint32_t memory_end; ///< the break
    uint32_t flash_start;
    uint32_t flash_end;
    uint32_t held_address[ACCESS_KIND_COUNT];
    uint32_t held_length[ACCESS_KIND_COUNT];
} access;

static inline void access_print_number(uint32_t number)
{
    // Built on the stack, which moves the mark that buffers in memory leave; no higher than that.
    char digits[10];
    uint32_t first = sizeof digits;
    do {
        first--;
        digits[first] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    (void)bulkhead_console_write(&digits[first], sizeof digits - first);
}

/// One case: it is right, or the attack has succeeded.
static inline void access_require(bool is_right)
{
    access.cases++;
    if (!is_right) {
        attack_print("case ");
        access_print_number(access.cases);
        attack_print(" went wrong\n");
        attack_succeeded();
        bulkhead_exit_terminate(1);
    }
}

/// Takes the bounds of the program as they are now.
static inline void access_begin(void)
{
    access.memory_start = attack_memory_start();
    access.memory_end = attack_break();
    access.flash_start = (uint32_t)(uintptr_t)__flash_start;
    access.flash_end = attack_flash_end();
}

static inline void access_end(void)
{
    access_print_number(access.cases);
    attack_print(" cases answered exactly\n");
}

static inline bool access_is_inside(uint32_t address, uint32_t length, uint32_t start, uint32_t end)
{
    return start <= address && (uint64_t)address + length <= end;
}

/// Whether the program may lend a range now.
static inline bool access_is_own(enum access_kind kind, uint32_t address, uint32_t length)
{
    return length == 0 ||
           access_is_inside(address, length, access.memory_start, access.memory_end) ||
           (kind == ACCESS_READ_ONLY &&
            access_is_inside(address, length, access.flash_start, access.flash_end));
}

static inline struct bulkhead_result access_lend(enum access_kind kind, uint32_t driver,
                                                 uint32_t number, uint32_t address, uint32_t length)
{
    return kind == ACCESS_READ_ONLY
               ? bulkhead_trap_allow_read_only(driver, number, address, length)
               : bulkhead_trap_allow_read_write(driver, number, address, length);
}

/// Whether a call failed with this error and handed back what it was passed.
static inline bool access_is_refusal(struct bulkhead_result result, enum error error,
                                     uint32_t first, uint32_t second)
{
    return result.variant == VARIANT_FAILURE_U32_U32 && result.value[0] == (uint32_t)error &&
           result.value[1] == first && result.value[2] == second;
}

/// Whether a swap succeeded and handed back what was there before.
static inline bool access_is_swap(struct bulkhead_result result, uint32_t first, uint32_t second)
{
    return result.variant == VARIANT_SUCCESS_U32_U32 && result.value[0] == first &&
           result.value[1] == second;
}

/// One case: lends a range, which the kernel must take or refuse, whichever is right.
static inline void access_case(enum access_kind kind, uint32_t address, uint32_t length)
{
    const struct bulkhead_result result =
        access_lend(kind, DRIVER_CONSOLE, ACCESS_SLOT, address, length);
    if (!access_is_own(kind, address, length)) {
        access_require(access_is_refusal(result, ERROR_INVALID, address, length));
        return;
    }
    access_require(access_is_swap(result, access.held_address[kind], access.held_length[kind]));
    access.held_address[kind] = address;
    access.held_length[kind] = length;
}

static inline void access_case_both(uint32_t address, uint32_t length)
{
    access_case(ACCESS_READ_WRITE, address, length);
    access_case(ACCESS_READ_ONLY, address, length);
}

/// ACCESS_EDGE_CASES cases: ranges of up to ACCESS_LENGTH_MAX bytes that begin or end at an edge, a
/// byte before it and a byte behind it.
static inline void access_edge(enum access_kind kind, uint32_t edge)
{
    for (uint32_t length = 0; length <= ACCESS_LENGTH_MAX; length++) {
        for (uint32_t place = edge - 1; place != edge + 2; place++) {
            access_case(kind, place, length);
            access_case(kind, place - length, length);
        }
    }
}

/// Has the console print from a range that is somebody else's, if the kernel takes it: what it
/// shows then are secrets, for which the test looks.
static inline void access_steal(uint32_t address, uint32_t length)
{
    const struct bulkhead_result result =
        access_lend(ACCESS_READ_ONLY, DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, address, length);
    if (bulkhead_result_is_success(result)) {
        bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_WRITE, length, 0);
        bulkhead_yield_wait_for(DRIVER_CONSOLE, CONSOLE_UPCALL_WRITTEN);
    }
    access_require(access_is_refusal(result, ERROR_INVALID, address, length));
}

/// Tries to steal all of [start, end), in odd pieces, and each piece's first byte.
static inline void access_sweep(uint32_t start, uint32_t end)
{
    for (uint32_t address = start; address < end; address += ACCESS_LENGTH_MAX) {
        const uint32_t left = end - address;
        const uint32_t length = left < ACCESS_LENGTH_MAX ? left : ACCESS_LENGTH_MAX;
        access_steal(address, length);
        access_steal(address, 1);
        access_case(ACCESS_READ_WRITE, address, length);
    }
}
