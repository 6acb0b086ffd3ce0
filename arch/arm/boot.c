// SPDX-License-Identifier: Apache-2.0 OR MIT
// Initialises memory and processor, then the kernel.

#include <arch/mmio.h>
#include <arch/processor.h>
#include <lib/memory.h>

#include "internal.h"
#include "link_symbols.h"
#include "version.h"

struct capsule_record *_Atomic capsule_record_current;

enum {
    // Four priorities, in the top bits that every implementation has.
    PRIORITY_DEVICE = 0x40,
    PRIORITY_TICK = 0xC0,
    PRIORITY_BASE_LEVEL = 0xE0,

    CCR_ALIGNED_STACK = 1 << 9,
    CCR_TRAP_DIVISION_BY_ZERO = 1 << 4,

    LINES_PER_TYPE = 32, // The type register counts lines in steps.
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
    const uint32_t line_count = (mmio_read_32(NVIC_ICTR) + 1) * LINES_PER_TYPE;
    for (uint32_t line = 0; line < line_count; line += sizeof(uint32_t)) {
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

void arch_boot(void)
{
    memory_initialise();
    processor_initialise();
    priorities_initialise();
    arch_protection_initialise();

    // Nothing may interrupt before there is a process to go back to, but a bug must still fault. On
    // a Cortex-M7 a raised BASEPRI can come late unless interrupts are masked around the write.
    // Source: Arm Cortex-M7 errata notice, 837070.
    __asm__ volatile(
        "cpsid i\n\tmsr basepri, %0\n\tdsb\n\tisb\n\tcpsie i" ::"r"(BASEPRI_NO_INTERRUPT)
        : "memory");
    arch_board_initialise();
    kernel_init();
    __asm__ volatile("cpsid i\n\tmsr basepri, %0" ::"r"(0) : "memory");
    port_work_pend();
    arch_boot_leave();
}
