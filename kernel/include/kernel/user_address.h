// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Addresses that come from processes: numbers, not pointers.
 *
 * A `struct user_address` has one field, whose name is poisoned at the end of this header: nobody
 * but the accessors below can do arithmetic on it, compare or dereference it. A `struct user_range`
 * is a claim that a process made about memory; it says nothing about whether the process may use
 * that memory. Only kernel/user_copy.h turns it into bytes.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct user_address {
    uintptr_t user_address_raw_;
};

struct user_range {
    struct user_address address;
    size_t bytes;
};

/// The address that a program put in a register. Any value is legal.
static inline struct user_address user_address_from_word(uintptr_t word)
{
    return (struct user_address){word};
}

/// The number, to hand back to the program that it came from or to show in a report.
static inline uintptr_t user_address_to_word(struct user_address address)
{
    return address.user_address_raw_;
}

static inline struct user_range user_range_from_words(uintptr_t address, size_t bytes)
{
    return (struct user_range){{address}, bytes};
}

#pragma GCC poison user_address_raw_
