// SPDX-License-Identifier: Apache-2.0 OR MIT
// Traps that are no system calls: whose they are, and what is noted of them.
//
// Source: RISC-V Privileged Architecture 1.12, 3.1.15 (mcause), 3.1.16 (mtval).

#include <arch/processor.h>

#include "csr.h"
#include "internal.h"
#include "link_symbols.h"

/// The top bit of mcause.
#define CAUSE_IS_INTERRUPT (~(UINTPTR_MAX >> 1))

/// What the hart said when a process faulted. Guard: base level.
static struct {
    uintptr_t cause;
    uintptr_t value;
    bool is_present;
} noted;

/// A range of instructions that may fault on process memory; first to last inclusive.
struct window {
    uintptr_t first;
    uintptr_t last;
    uintptr_t resume;
};

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
    noted.cause = cause;
    noted.value = value;
    noted.is_present = true;
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

static bool window_find(uintptr_t pc, uintptr_t *resume)
{
    const struct window *window = (const struct window *)(uintptr_t)exception_table_start;
    const struct window *end = (const struct window *)(uintptr_t)exception_table_end;
    for (; window < end; window++) {
        if (window->first <= pc && pc <= window->last) {
            *resume = window->resume;
            return true;
        }
    }
    return false;
}

static bool is_in_capsule_text(uintptr_t pc)
{
    return pc >= (uintptr_t)capsule_text_start && pc < (uintptr_t)capsule_text_end;
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

void arch_trap_in_kernel(struct kernel_frame *frame, uintptr_t cause, uintptr_t value)
{
    const bool is_in_capsule =
        atomic_load_explicit(&capsule_record_current, memory_order_relaxed) != NULL;
    if (cause == (CAUSE_IS_INTERRUPT | CAUSE_INTERRUPT_TIMER) && is_in_capsule) {
        tick_in_capsule(frame);
        return;
    }
    if ((cause == CAUSE_LOAD_ACCESS || cause == CAUSE_STORE_ACCESS || cause == CAUSE_LOAD_PAGE ||
         cause == CAUSE_STORE_PAGE) &&
        window_find(frame->pc, &frame->pc)) {
        return;
    }
    if ((cause & CAUSE_IS_INTERRUPT) == 0 && is_in_capsule && is_in_capsule_text(frame->pc)) {
        kernel_capsule_trapped();
        capsule_leave(frame);
        return;
    }
    arch_trap_fatal(frame, cause, value);
}

static enum port_fault_cause cause_decode(uintptr_t cause)
{
    switch (cause) {
    case CAUSE_INSTRUCTION_MISALIGNED:
        return FAULT_INVALID_PC;
    case CAUSE_INSTRUCTION_ACCESS:
    case CAUSE_INSTRUCTION_PAGE:
        return FAULT_INSTRUCTION_ACCESS;
    case CAUSE_ILLEGAL_INSTRUCTION:
        return FAULT_UNDEFINED_INSTRUCTION;
    case CAUSE_BREAKPOINT:
        return FAULT_BREAKPOINT;
    case CAUSE_LOAD_MISALIGNED:
    case CAUSE_STORE_MISALIGNED:
        return FAULT_UNALIGNED;
    case CAUSE_LOAD_ACCESS:
    case CAUSE_STORE_ACCESS:
    case CAUSE_LOAD_PAGE:
    case CAUSE_STORE_PAGE:
        return FAULT_DATA_ACCESS;
    default:
        return FAULT_OTHER;
    }
}

void port_fault_collect(struct arch_context *context, struct port_fault *fault)
{
    (void)context; // It is where the fault was: the trap saved everything.
    *fault = (struct port_fault){.cause = FAULT_OTHER, .has_registers = true};
    if (noted.is_present) {
        noted.is_present = false;
        fault->status = (uint32_t)noted.cause;
        fault->cause = (uint8_t)cause_decode(noted.cause);
        // An illegal instruction leaves itself there, not an address.
        fault->has_address =
            noted.cause != CAUSE_ILLEGAL_INSTRUCTION && noted.cause != CAUSE_BREAKPOINT;
        fault->address = noted.value;
    }
}

bool port_fault_register(const struct arch_context *context, size_t index,
                         struct port_register *shown)
{
    static const char names[ARCH_REGISTERS + 1][4] = {
        "pc", "ra", "sp", "gp", "tp",  "t0",  "t1", "t2", "s0", "s1", "a0",
        "a1", "a2", "a3", "a4", "a5",  "a6",  "a7", "s2", "s3", "s4", "s5",
        "s6", "s7", "s8", "s9", "s10", "s11", "t3", "t4", "t5", "t6",
    };
    if (index > ARCH_REGISTERS) {
        return false;
    }
    shown->name = names[index];
    shown->value = index == 0 ? context->pc : context->registers[index - 1];
    return true;
}
