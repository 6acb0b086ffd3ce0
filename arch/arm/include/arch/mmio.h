// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Accessors for device registers: with arch/ itself the one place where a number becomes a pointer
 * and where `volatile` appears.
 *
 * Addresses are constants of a chip. Each call is one access of exactly its width, in program order
 * with the other accesses of this header.
 */
#pragma once

#include <stdint.h>

static inline uint32_t mmio_read_32(uintptr_t address)
{
    return *(const volatile uint32_t *)address;
}

static inline void mmio_write_32(uintptr_t address, uint32_t value)
{
    *(volatile uint32_t *)address = value;
}

/**
 * Waits until all writes before it have arrived. A top half that wrote to a device ends with it:
 * otherwise its interrupt may still look active at the return and run again.
 * Source: Arm Cortex-M4 errata notice, 838869.
 */
static inline void mmio_barrier(void)
{
    __asm__ volatile("dsb" ::: "memory");
}
