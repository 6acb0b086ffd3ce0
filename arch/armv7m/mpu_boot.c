// SPDX-License-Identifier: Apache-2.0 OR MIT
// The regions that are no process's; those between are disabled until a process is loaded.

#include <arch/mmio.h>

#include "link_symbols.h"
#include "mpu_regions.h"
#include "version.h"

enum {
    MEMORY_REGION_START = 0x20000000,
    MEMORY_REGION_SIZE_CODE = 28, // 512 MiB: all that the architecture sets aside for RAM.
};

static void region_write(enum mpu_region region, uint32_t base, uint32_t attributes)
{
    mmio_write_32(MPU_RBAR, base | MPU_RBAR_VALID | region);
    mmio_write_32(MPU_RASR, attributes | MPU_RASR_EXECUTE_NEVER | MPU_RASR_ENABLE);
}

void arch_protection_initialise(void)
{
    region_write(MPU_REGION_MEMORY, MEMORY_REGION_START,
                 MPU_RASR_ACCESS_KERNEL | MPU_RASR_MEMORY_RAM |
                     (uint32_t)MEMORY_REGION_SIZE_CODE << MPU_RASR_SIZE_SHIFT);
    for (uint32_t i = 0; i < MPU_REGION_PROCESS_COUNT; i++) {
        mmio_write_32(MPU_RBAR, MPU_RBAR_VALID | (MPU_REGION_PROCESS_FIRST + i));
        mmio_write_32(MPU_RASR, 0);
    }
    const uint32_t guard_bytes = (uint32_t)(kernel_stack_start - kernel_stack_guard_start);
    const uint32_t guard_size_code = 30u - (uint32_t)__builtin_clz(guard_bytes);
    region_write(MPU_REGION_GUARD, (uintptr_t)kernel_stack_guard_start,
                 MPU_RASR_ACCESS_NONE | MPU_RASR_MEMORY_RAM |
                     guard_size_code << MPU_RASR_SIZE_SHIFT);
    mmio_write_32(MPU_CTRL, MPU_ENABLED_WITH_BACKGROUND);
    mmio_barrier();
    __asm__ volatile("isb" ::: "memory");
}
