// SPDX-License-Identifier: Apache-2.0 OR MIT
// Interrupt lines, the tick, sleep and reset.

#include <arch/mmio.h>
#include <arch/processor.h>

#include "internal.h"

enum {
    LINES_PER_WORD = 32,
    IRQ_EXCEPTION_FIRST = 16,
    MICROSECONDS_PER_SECOND = 1000000,
    TICKS_PER_SECOND = MICROSECONDS_PER_SECOND / PORT_TICK_MICROSECONDS,
};

/// The register of a group that holds the line's bit. All groups have one bit a line.
static uintptr_t line_register(uintptr_t group, unsigned line)
{
    return group + line / LINES_PER_WORD * sizeof(uint32_t);
}

static uint32_t line_bit(unsigned line)
{
    return 1u << line % LINES_PER_WORD;
}

void port_irq_enable(unsigned line)
{
    mmio_write_32(line_register(NVIC_ISER, line), line_bit(line));
}

void port_irq_disable(unsigned line)
{
    mmio_write_32(line_register(NVIC_ICER, line), line_bit(line));
    mmio_barrier();
}

void port_work_pend(void)
{
    mmio_write_32(SCB_ICSR, ICSR_PENDSVSET);
    mmio_barrier();
}

void arch_irq_common(void)
{
    uint32_t exception;
    __asm__ volatile("mrs %0, ipsr" : "=r"(exception));
    const unsigned line = (unsigned)(exception - IRQ_EXCEPTION_FIRST);
    port_irq_disable(line);
    kernel_irq_note(line);
    port_work_pend();
}

void port_tick_start(void)
{
    mmio_write_32(SYST_RVR, arch_core_clock_hz / TICKS_PER_SECOND - 1);
    mmio_write_32(SYST_CVR, 0);
    mmio_write_32(SYST_CSR, SYST_CSR_RUN);
}

void port_tick_stop(void)
{
    mmio_write_32(SYST_CSR, 0);
    mmio_write_32(SCB_ICSR, ICSR_PENDSTCLR);
}

void port_sleep(const atomic_uint *flags)
{
    // An interrupt that comes behind the look at the flags ends WFI although it is masked; it is
    // taken when the mask is lifted. Source: Armv7-M ARM (DDI 0403E.e) B1.5.19.
    __asm__ volatile("cpsid i" ::: "memory");
    if (atomic_load_explicit(flags, memory_order_relaxed) == 0) {
        __asm__ volatile("dsb\n\twfi" ::: "memory");
    }
    __asm__ volatile("cpsie i\n\tisb" ::: "memory");
    // The interrupts that are taken here have pended what their flags bring about anyway.
    mmio_write_32(SCB_ICSR, ICSR_PENDSVCLR);
}

void port_interrupts_note(void)
{
    // Interrupts preempt base level and have been noted.
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
    mmio_barrier();
    mmio_write_32(SCB_AIRCR, AIRCR_RESET);
    mmio_barrier();
    for (;;) {
    }
}
