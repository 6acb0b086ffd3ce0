// SPDX-License-Identifier: Apache-2.0 OR MIT
// The end: what port_panic() and fatal faults come to, on the emergency stack.

#include <arch/mmio.h>
#include <arch/processor.h>
#include <kernel/port.h>

#include "internal.h"
#include "link_symbols.h"

void arch_fault_fatal(const struct exception_frame *frame)
{
    __asm__ volatile("cpsid i" ::: "memory");
    const uint32_t status = mmio_read_32(SCB_CFSR);
    const uintptr_t place = (uintptr_t)frame;
    const bool is_on_stack = place >= (uintptr_t)kernel_stack_start &&
                             place + sizeof *frame <= (uintptr_t)kernel_stack_end;
    const uintptr_t values[] = {
        is_on_stack ? frame->pc : UINTPTR_MAX,
        status,
        mmio_read_32((status & CFSR_BFARVALID) != 0 ? SCB_BFAR : SCB_MMFAR),
    };
    arch_fault_status_clear();
    port_panic(kernel_fault_text(values));
}

void arch_stack_overflow(void)
{
    port_panic("kernel stack overflow");
}

void arch_non_maskable(void)
{
    port_panic("non-maskable interrupt");
}

void arch_unexpected(void)
{
    port_panic("unexpected exception");
}
