// SPDX-License-Identifier: Apache-2.0 OR MIT
/*
 * Memory functions under the names of the Arm run-time ABI, which Clang calls in place of memcpy()
 * and its like and which libgcc does not have. The names with 4 and 8 promise alignment; the promise
 * is not used. Compiled for the kernel and again for the capsules' private helpers.
 *
 * Source: Run-time ABI for the Arm Architecture (IHI 0043), 4.3.4.
 */
#include <stddef.h>

#include <lib/memory.h>

#define COPY_NAMED(name, copy)                                                                   \
    void name(void *to, const void *from, size_t bytes);                                           \
    void name(void *to, const void *from, size_t bytes)                                            \
    {                                                                                              \
        copy(to, from, bytes);                                                                     \
    }
#define SET_NAMED(name)                                                                          \
    void name(void *to, size_t bytes, int value);                                                  \
    void name(void *to, size_t bytes, int value)                                                   \
    {                                                                                              \
        memset(to, value, bytes);                                                                  \
    }
#define CLEAR_NAMED(name)                                                                        \
    void name(void *to, size_t bytes);                                                             \
    void name(void *to, size_t bytes)                                                              \
    {                                                                                              \
        memory_clear(to, bytes);                                                                   \
    }

COPY_NAMED(__aeabi_memcpy, memcpy)
COPY_NAMED(__aeabi_memcpy4, memcpy)
COPY_NAMED(__aeabi_memcpy8, memcpy)
COPY_NAMED(__aeabi_memmove, memmove)
COPY_NAMED(__aeabi_memmove4, memmove)
COPY_NAMED(__aeabi_memmove8, memmove)
SET_NAMED(__aeabi_memset)
SET_NAMED(__aeabi_memset4)
SET_NAMED(__aeabi_memset8)
CLEAR_NAMED(__aeabi_memclr)
CLEAR_NAMED(__aeabi_memclr4)
CLEAR_NAMED(__aeabi_memclr8)
