// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Control and status registers from C. `name` is a register's name or number, as a token.
#pragma once

#include <stdint.h>

#define CSR_TEXT(name) #name

#define CSR_READ(name)                                                            \
    __extension__({                                                               \
        uintptr_t csr_value;                                                      \
        __asm__ volatile("csrr %0, " CSR_TEXT(name) : "=r"(csr_value)::"memory"); \
        csr_value;                                                                \
    })

#define CSR_WRITE(name, value) \
    __asm__ volatile("csrw " CSR_TEXT(name) ", %0" ::"rK"((uintptr_t)(value)) : "memory")

#define CSR_SET(name, bits) \
    __asm__ volatile("csrs " CSR_TEXT(name) ", %0" ::"rK"((uintptr_t)(bits)) : "memory")

#define CSR_CLEAR(name, bits) \
    __asm__ volatile("csrc " CSR_TEXT(name) ", %0" ::"rK"((uintptr_t)(bits)) : "memory")
