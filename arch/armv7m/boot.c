// SPDX-License-Identifier: Apache-2.0 OR MIT
// Initialises memory and processor, then the kernel.

#include <arch/mmio.h>
#include <arch/processor.h>
#include <lib/memory.h>

#include "internal.h"
#include "link_symbols.h"
#include "mpu_regions.h"

struct capsule_record *_Atomic capsule_record_current;

enum {
    // Four priorities, in the top bits that every implementation has.
    PRIORITY_DEVICE = 0x40,
    PRIORITY_TICK = 0xC0,
    PRIORITY_BASE_LEVEL = 0xE0,
    BASEPRI_NO_INTERRUPT = 0x20, // Faults alone stay possible.

    CCR_ALIGNED_STACK = 1 << 9,
    CCR_TRAP_DIVISION_BY_ZERO = 1 << 4,

    MPU_ENABLED_WITH_BACKGROUND = 5, // ENABLE and PRIVDEFENA, not HFNMIENA.
    MEMORY_REGION_START = 0x20000000,
    MEMORY_REGION_SIZE_CODE = 28, // 512 MiB: all that the architecture sets aside for RAM.
};

static void memory_initialise(void)
{
    memcpy(kernel_data_start, kernel_data_load, (size_t)(kernel_data_end - kernel_data_start));
    memory_clear(kernel_bss_start, (size_t)(kernel_bss_end - kernel_bss_start));
    arch_current = NULL;
}

static void priorities_initialise(void)
{
    const uint32_t every_byte = 0x01010101;
    for (unsigned line = 0; line < ARCH_IRQ_LINES; line += sizeof(uint32_t)) {
        mmio_write_32(NVIC_IPR + line, PRIORITY_DEVICE * every_byte);
    }
    mmio_write_32(SCB_SHPR1, 0);
    mmio_write_32(SCB_SHPR2, (uint32_t)PRIORITY_BASE_LEVEL << 24);
    mmio_write_32(SCB_SHPR3, (uint32_t)PRIORITY_TICK << 24 | PRIORITY_BASE_LEVEL << 16);
    mmio_write_32(SCB_SHCSR, SHCSR_FAULTS_ENABLED);
}

static void processor_initialise(void)
{
    mmio_write_32(SCB_VTOR, (uintptr_t)&arch_vectors);
    mmio_write_32(SCB_CCR, CCR_ALIGNED_STACK | CCR_TRAP_DIVISION_BY_ZERO);
    // No floating point: an instruction of it is a fault, and frames have eight words.
    mmio_write_32(SCB_CPACR, 0);
    mmio_write_32(FPU_FPCCR, 0);
}

static void region_write(enum mpu_region region, uint32_t base, uint32_t attributes)
{
    mmio_write_32(MPU_RBAR, base | MPU_RBAR_VALID | region);
    mmio_write_32(MPU_RASR, attributes | MPU_RASR_EXECUTE_NEVER | MPU_RASR_ENABLE);
}

/// The regions that are no process's; those between are disabled until a process is loaded.
static void protection_initialise(void)
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

void arch_boot(void)
{
    memory_initialise();
    processor_initialise();
    priorities_initialise();
    protection_initialise();

    // Nothing may interrupt before there is a process to go back to, but a bug must still fault.
    __asm__ volatile("msr basepri, %0" ::"r"(BASEPRI_NO_INTERRUPT) : "memory");
    arch_board_initialise();
    kernel_init();
    __asm__ volatile("cpsid i\n\tmsr basepri, %0" ::"r"(0) : "memory");
    port_work_pend();
    arch_boot_leave();
}
