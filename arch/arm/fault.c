// SPDX-License-Identifier: Apache-2.0 OR MIT
// Faults: whose they are, and what is noted of them. fault_report.c makes a report of it.
//
// Source: Armv7-M ARM (DDI 0403E.e) B3.2.15 (CFSR), B3.2.16 (HFSR), B1.5.14 (fault behaviour).

#include <arch/mmio.h>

#include "internal.h"
#include "link_symbols.h"
#include "version.h"

enum {
    // All that the status says when an instruction of a window is refused.
    WINDOW_STATUS = CFSR_DACCVIOL | CFSR_PRECISERR | CFSR_MMARVALID | CFSR_BFARVALID,
    // The frame is not that of the instruction that is to blame.
    FRAME_ERRORS = CFSR_IMPRECISERR | CFSR_MSTKERR | CFSR_STKERR | CFSR_MUNSTKERR | CFSR_UNSTKERR,
};

void arch_fault_status_clear(void)
{
    mmio_write_32(SCB_CFSR, 0xFFFFFFFF);
    mmio_write_32(SCB_HFSR, 0xFFFFFFFF);
}

/// Resumes the interrupted code elsewhere. What is left of an IT block or of a load-multiple
/// belongs to the abandoned instruction and must not reach the next one, nor must the state that a
/// call of a null function leaves.
static void frame_redirect(struct exception_frame *frame, uint32_t pc)
{
    frame->pc = pc & ~1u;
    frame->xpsr = (frame->xpsr & ~(uint32_t)XPSR_IT_ICI) | XPSR_THUMB;
}

/// Whether it is of a capsule. They run at base level only, so only its frames may be edited.
/// One that calls a function which a board left out of a contract is at null.
static bool frame_is_of_capsule(const struct exception_frame *frame)
{
    const uint32_t exception = frame->xpsr & XPSR_EXCEPTION;
    return atomic_load_explicit(&capsule_record_current, memory_order_relaxed) != NULL &&
           (frame->pc == 0 || (frame->pc >= (uintptr_t)capsule_text_start &&
                               frame->pc < (uintptr_t)capsule_text_end)) &&
           (exception == EXCEPTION_SV_CALL || exception == EXCEPTION_PEND_SV);
}

void arch_fault_in_kernel(struct exception_frame *frame)
{
    const uint32_t status = mmio_read_32(SCB_CFSR) | security_fault_status_take();
    if ((status & CFSR_STKOF) != 0) {
        arch_stack_overflow(); // Also in a capsule: the stack is the kernel's.
    }
    const uint32_t resume =
        kernel_window_find(exception_table_start, exception_table_end, frame->pc);
    if (resume != 0 && (status & ~(uint32_t)WINDOW_STATUS) == 0) {
        frame_redirect(frame, resume);
    } else if ((status & FRAME_ERRORS) == 0 && frame_is_of_capsule(frame)) {
        kernel_capsule_trapped();
        frame_redirect(frame, (uintptr_t)arch_capsule_landing);
    } else {
        arch_fault_fatal(frame);
    }
    arch_fault_status_clear();
}

void arch_tick_at_base_level(struct exception_frame *frame)
{
    if (atomic_load_explicit(&capsule_record_current, memory_order_relaxed) != NULL &&
        kernel_capsule_overrun(frame_is_of_capsule(frame))) {
        frame_redirect(frame, (uintptr_t)arch_capsule_landing);
    }
    if (kernel_tick()) {
        port_work_pend();
    }
}

void arch_fault_in_process(uint32_t stack_pointer)
{
    if (arch_current == NULL) {
        port_panic("fault before the first process");
    }
    const uint32_t security_status = security_fault_status_take();
    arch_fault_note.configurable_status = mmio_read_32(SCB_CFSR) | security_status;
    arch_fault_note.has_frame = security_status == 0;
    arch_fault_note.memory_address = mmio_read_32(SCB_MMFAR);
    arch_fault_note.bus_address = mmio_read_32(SCB_BFAR);
    arch_fault_note.stack_pointer = stack_pointer;
    arch_fault_note.is_present = true;

    // A system call whose frame could not be stacked is still pending, and would run on behalf of
    // whoever is resumed next. Further faults of the same instruction would, too.
    mmio_write_32(SCB_SHCSR, mmio_read_32(SCB_SHCSR) & ~(uint32_t)SHCSR_PENDED);
    arch_fault_status_clear();
    kernel_fault_note();
    port_work_pend();
}
