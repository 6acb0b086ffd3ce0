// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Accessors for device registers: with arch/ itself the one place where a number becomes a pointer
 * and where `volatile` appears.
 *
 * Addresses are constants of a chip. Each call is one access of exactly its width, in program order
 * with the other accesses of this header: device memory is strongly ordered within a hart.
 */
#pragma once

#include <stdint.h>

static inline uint8_t mmio_read_8(uintptr_t address)
{
    return *(const volatile uint8_t *)address;
}

static inline void mmio_write_8(uintptr_t address, uint8_t value)
{
    *(volatile uint8_t *)address = value;
}

static inline uint32_t mmio_read_32(uintptr_t address)
{
    return *(const volatile uint32_t *)address;
}

static inline void mmio_write_32(uintptr_t address, uint32_t value)
{
    *(volatile uint32_t *)address = value;
}

/**
 * Orders all accesses before it, to memory and to devices, before all behind it. A driver whose
 * device reads or writes memory by itself has one between the memory and the register that starts
 * the device, and between the register that says it is done and the memory.
 * Source: RISC-V Unprivileged ISA 20191213, 2.7 (FENCE).
 */
static inline void mmio_barrier(void)
{
    __asm__ volatile("fence iorw, iorw" ::: "memory");
}
