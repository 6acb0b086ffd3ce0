// SPDX-License-Identifier: Apache-2.0 OR MIT
// Traps that are no system calls: whose they are, and what is noted of them. fault_report.c makes a
// report of it.
//
// Source: RISC-V Privileged Architecture 1.12, 3.1.15 (mcause), 3.1.16 (mtval).

#include <arch/processor.h>

#include "csr.h"
#include "internal.h"
#include "link_symbols.h"

/// The top bit of mcause.
#define CAUSE_IS_INTERRUPT (~(UINTPTR_MAX >> 1))

static void timer_serve(void)
{
    if (arch_timer_interrupt() && kernel_tick()) {
        port_work_pend();
    }
}

void port_interrupts_note(void)
{
    const uintptr_t pending = CSR_READ(mip);
    if ((pending & INTERRUPT_TIMER) != 0) {
        timer_serve();
    }
    if ((pending & INTERRUPT_EXTERNAL) != 0) {
        arch_external_interrupt();
    }
}

static NOINLINE void fault_note(uintptr_t cause, uintptr_t value)
{
    arch_fault_note.cause = cause;
    arch_fault_note.value = value;
    arch_fault_note.is_present = true;
    kernel_fault_note();
}

void arch_trap_from_process(uintptr_t cause, uintptr_t value)
{
    if ((cause & CAUSE_IS_INTERRUPT) == 0) {
        fault_note(cause, value);
    } else if (cause == (CAUSE_IS_INTERRUPT | CAUSE_INTERRUPT_TIMER)) {
        timer_serve();
        return;
    } else {
        arch_external_interrupt();
    }
    port_work_pend();
}

/// One that calls a function which a board left out of a contract is at null.
static bool is_in_capsule_text(uintptr_t pc)
{
    return pc == 0 || (pc >= (uintptr_t)capsule_text_start && pc < (uintptr_t)capsule_text_end);
}

/// Goes on at the landing pad, with interrupts off.
static void capsule_leave(struct kernel_frame *frame)
{
    frame->pc = (uintptr_t)arch_capsule_landing;
    frame->status &= ~(uintptr_t)STATUS_MPIE;
}

/// The timer interrupted a capsule, or the kernel below one: elsewhere interrupts are off.
static void tick_in_capsule(struct kernel_frame *frame)
{
    if (!arch_timer_interrupt()) {
        return;
    }
    if (kernel_capsule_overrun(is_in_capsule_text(frame->pc))) {
        capsule_leave(frame);
    }
    if (kernel_tick()) {
        port_work_pend();
    }
}

/// What a window may be refused with: data accesses of all kinds, and nothing else.
enum {
    CAUSE_COUNT = 16,
    WINDOW_CAUSES = 1 << CAUSE_LOAD_MISALIGNED | 1 << CAUSE_LOAD_ACCESS |
                    1 << CAUSE_STORE_MISALIGNED | 1 << CAUSE_STORE_ACCESS | 1 << CAUSE_LOAD_PAGE |
                    1 << CAUSE_STORE_PAGE,
};

void arch_trap_in_kernel(struct kernel_frame *frame, uintptr_t cause, uintptr_t value)
{
    const bool is_in_capsule =
        atomic_load_explicit(&capsule_record_current, memory_order_relaxed) != NULL;
    if (cause == (CAUSE_IS_INTERRUPT | CAUSE_INTERRUPT_TIMER) && is_in_capsule) {
        tick_in_capsule(frame);
        return;
    }
    if (cause < CAUSE_COUNT && ((unsigned)WINDOW_CAUSES >> cause & 1u) != 0) {
        const uintptr_t resume =
            kernel_window_find(exception_table_start, exception_table_end, frame->pc);
        if (resume != 0) {
            frame->pc = resume;
            return;
        }
    }
    if ((cause & CAUSE_IS_INTERRUPT) == 0 && is_in_capsule && is_in_capsule_text(frame->pc)) {
        kernel_capsule_trapped();
        capsule_leave(frame);
        return;
    }
    arch_trap_fatal(frame, cause, value);
}
