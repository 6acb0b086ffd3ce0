// SPDX-License-Identifier: Apache-2.0 OR MIT
// Pending work, sleep and reset.

#include <arch/processor.h>

#include "csr.h"
#include "internal.h"

void port_work_pend(void)
{
    atomic_store_explicit(&arch_work_is_pending, 1, memory_order_relaxed);
}

void port_sleep(const atomic_uint *flags)
{
    // Interrupts are off, so nothing can come between the look and WFI but what WFI sees: it ends
    // for an interrupt that is enabled in mie, whatever mstatus says. Source: 3.3.3.
    if (atomic_load_explicit(flags, memory_order_relaxed) == 0) {
        __asm__ volatile("wfi" ::: "memory");
    }
    port_interrupts_note();
    atomic_store_explicit(&arch_work_is_pending, 0, memory_order_relaxed);
}

void port_image_read(void *to, uintptr_t from, size_t bytes)
{
    const volatile uint8_t *source = (const volatile uint8_t *)from;
    uint8_t *target = to;
    for (size_t i = 0; i < bytes; i++) {
        target[i] = source[i];
    }
}

void port_reset(void)
{
    (void)!arch_interrupts_off();
    arch_board_reset();
}
