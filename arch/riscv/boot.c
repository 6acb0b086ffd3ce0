// SPDX-License-Identifier: Apache-2.0 OR MIT
// Initialises memory and processor, then the kernel.

#include <arch/processor.h>
#include <lib/memory.h>

#include "csr.h"
#include "internal.h"
#include "link_symbols.h"

struct capsule_record *_Atomic capsule_record_current;

static void memory_initialise(void)
{
    memcpy(kernel_data_start, kernel_data_load, (size_t)(kernel_data_end - kernel_data_start));
    memory_clear(kernel_bss_start, (size_t)(kernel_bss_end - kernel_bss_start));
    arch_current = NULL;
    atomic_store_explicit(&arch_work_is_pending, 0, memory_order_relaxed);
}

void arch_boot(void)
{
    memory_initialise();
    arch_optional_registers_clear();
    arch_protection_initialise();
    arch_board_initialise();
    kernel_init();
    CSR_WRITE(mie, INTERRUPT_TIMER | INTERRUPT_EXTERNAL);
}
