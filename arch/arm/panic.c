// SPDX-License-Identifier: Apache-2.0 OR MIT
// The end: what port_panic() and fatal faults come to, on the emergency stack.

#include <arch/mmio.h>
#include <arch/processor.h>
#include <kernel/port.h>
#include <lib/memory.h>

#include "internal.h"
#include "link_symbols.h"

/// A second panic, out of the first one's report, ends the machine without another word.
static atomic_bool is_panicking;

void arch_panic(const char *cause)
{
    if (atomic_exchange_explicit(&is_panicking, true, memory_order_relaxed)) {
        kernel_panic_again();
    }
    kernel_panic(cause);
}

static void hexadecimal_put(char *text, uint32_t value)
{
    for (int i = 7; i >= 0; i--) {
        text[i] = "0123456789abcdef"[value & 15];
        value >>= 4;
    }
}

void arch_fault_fatal(const struct exception_frame *frame)
{
    // The digits are filled in on the emergency stack; nobody returns from here.
    static const char form[] = "kernel fault: pc ????????, CFSR ????????, address ????????";
    enum { PC = 17, STATUS = 32, ADDRESS = 50 };
    static_assert(sizeof form == ADDRESS + 8 + 1, "the places of the digits");
    char text[sizeof form] UNINITIALISED;
    memcpy(text, form, sizeof form);

    __asm__ volatile("cpsid i" ::: "memory");
    const uint32_t status = mmio_read_32(SCB_CFSR);
    const bool is_bus = (status & CFSR_BFARVALID) != 0;
    const uintptr_t place = (uintptr_t)frame;
    if (place >= (uintptr_t)kernel_stack_start &&
        place + sizeof *frame <= (uintptr_t)kernel_stack_end) {
        hexadecimal_put(&text[PC], frame->pc);
    }
    hexadecimal_put(&text[STATUS], status);
    hexadecimal_put(&text[ADDRESS], mmio_read_32(is_bus ? SCB_BFAR : SCB_MMFAR));
    arch_fault_status_clear();
    port_panic(text);
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
