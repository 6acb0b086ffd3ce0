// SPDX-License-Identifier: Apache-2.0 OR MIT
// The regions that are no process's, and what else is set once to guard the kernel.
//
// Two regions that are both on must not overlap: an address in two of them faults for everybody. So
// the kernel's RAM is described around the pool, in which the regions of processes lie, with no
// rights for programs and never executable. The pool itself is described with each process, and as
// a whole until there is one. What no region covers is the kernel's by default.
//
// Source: Armv8-M ARM (DDI 0553), PMSAv8 and D1.2 (MPU_TYPE, MPU_RNR, MPU_MAIR0, SAU_CTRL, CCR).

#include <arch/mmio.h>
#include <kernel/port.h>

#include "link_symbols.h"
#include "mpu_v8_pool.h"
#include "version.h"

enum {
    MEMORY_START = 0x20000000, // All that the architecture sets aside for RAM.
    MEMORY_END = 0x40000000,

    REGION_PROCESS_FIRST = 0,
    REGION_BELOW_POOL = ARCH_PROTECTION_REGIONS,
    REGION_ABOVE_POOL,
    REGION_COUNT,

    TYPE_COUNT_SHIFT = 8,
    TYPE_COUNT_MASK = 0xFF,

    CCR_LIMIT_IGNORED_BY_HARD_FAULT = 1 << 10, // STKOFHFNMIGN

    // Left below the limit for the frame of a HardFault, which is entered whatever the limit says.
    HARD_FAULT_BYTES = 40,
};

const struct range mpu_v8_pool = {(uintptr_t)pool_start, (uintptr_t)pool_end};

static void region_write(uint32_t number, struct range range)
{
    uint32_t pair[2];
    mpu_v8_kernel_encode(pair, range);
    mmio_write_32(MPU_RNR, number);
    mmio_write_32(MPU_RBAR, pair[0]);
    mmio_write_32(MPU_RLAR, pair[1]);
}

static void regions_initialise(void)
{
    const uint32_t count = mmio_read_32(MPU_TYPE) >> TYPE_COUNT_SHIFT & TYPE_COUNT_MASK;
    if (count < REGION_COUNT) {
        port_panic("the protection unit has too few regions");
    }
    for (uint32_t number = 0; number < count; number++) {
        region_write(number, (struct range){0, 0});
    }
    mmio_write_32(MPU_MAIR0, MPU_V8_MAIR0);
    region_write(REGION_PROCESS_FIRST, mpu_v8_pool);
    region_write(REGION_BELOW_POOL, (struct range){MEMORY_START, mpu_v8_pool.start});
    region_write(REGION_ABOVE_POOL, (struct range){mpu_v8_pool.end, MEMORY_END});
    // For port_protection_load(): from here on RBAR and its aliases are the regions of processes.
    mmio_write_32(MPU_RNR, REGION_PROCESS_FIRST);
}

/// No memory is Non-secure, so nothing can be executed there; should something be, it has no
/// privilege and no stack.
static void non_secure_state_close(void)
{
    mmio_write_32(SAU_CTRL, 0);
    __asm__ volatile("msr control_ns, %0\n\tmsr msp_ns, %1\n\tmsr psp_ns, %1" ::"r"(1), "r"(0)
                     : "memory");
}

static void kernel_stack_limit_set(void)
{
    mmio_write_32(SCB_CCR, mmio_read_32(SCB_CCR) | CCR_LIMIT_IGNORED_BY_HARD_FAULT);
    const uintptr_t limit = (uintptr_t)kernel_stack_start + HARD_FAULT_BYTES;
    __asm__ volatile("msr msplim, %0\n\tmsr psplim, %1" ::"r"(limit), "r"(0) : "memory");
}

void arch_record_is_open(void)
{
    port_panic("the protection unit opens the record of a process");
}

void arch_protection_initialise(void)
{
    kernel_stack_limit_set();
    non_secure_state_close();
    regions_initialise();
    mmio_write_32(MPU_CTRL, MPU_ENABLED_WITH_BACKGROUND);
    mmio_barrier();
    __asm__ volatile("isb" ::: "memory");
}
