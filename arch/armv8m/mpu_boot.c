// SPDX-License-Identifier: Apache-2.0 OR MIT
// The protection unit without a process, and what else is set once to guard the kernel.
//
// All memory is the kernel's, and never executable, until there is a process; with each one it is
// described around what is open to that process. What no region covers is the kernel's by default.
//
// Source: Armv8-M ARM (DDI 0553), PMSAv8 and D1.2 (MPU_TYPE, MPU_RNR, MPU_MAIR0, SAU_CTRL, CCR).

#include <arch/mmio.h>
#include <kernel/port.h>

#include "link_symbols.h"
#include "mpu_v8_rest.h"
#include "version.h"

enum {
    TYPE_COUNT_SHIFT = 8,
    TYPE_COUNT_MASK = 0xFF,

    CCR_LIMIT_IGNORED_BY_HARD_FAULT = 1 << 10, // STKOFHFNMIGN

    // Left below the limit for the frame of a HardFault, which is entered whatever the limit says.
    HARD_FAULT_BYTES = 40,
};

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
    if (count < ARCH_PROTECTION_REGIONS) {
        port_panic("the protection unit has too few regions");
    }
    for (uint32_t number = 0; number < count; number++) {
        region_write(number, (struct range){0, 0});
    }
    mmio_write_32(MPU_MAIR0, MPU_V8_MAIR0);
    // The number stays: for port_protection_load() RBAR and its aliases are regions 0 to 3.
    region_write(0, mpu_v8_memory);
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
