// SPDX-License-Identifier: Apache-2.0 OR MIT
// Faults: whose they are, and what is noted of them.
//
// Source: Armv7-M ARM (DDI 0403E.e) B3.2.15 (CFSR), B3.2.16 (HFSR), B1.5.14 (fault behaviour).

#include <arch/mmio.h>
#include <lib/memory.h>
#include <lib/text.h>

#include "internal.h"
#include "link_symbols.h"
#include "version.h"

/// What the hardware said when a process faulted. Guard: written in fault context with PendSV
/// pending; read at base level, which only runs behind it.
static struct {
    uint32_t configurable_status;
    uint32_t hard_status;
    uint32_t memory_address;
    uint32_t bus_address;
    uint32_t stack_pointer;
    bool has_frame; ///< unless the status says otherwise
    bool is_present;
} noted;

enum {
    STACKING_ERRORS = CFSR_MSTKERR | CFSR_STKERR,
    UNSTACKING_ERRORS = CFSR_MUNSTKERR | CFSR_UNSTKERR,
    WINDOW_ERRORS = CFSR_DACCVIOL | CFSR_PRECISERR,
};

/// A range of instructions that may fault on process memory. Distances are those from the first.
struct window {
    uint32_t first;
    uint16_t last_distance; ///< of the last one, which belongs to it
    int16_t resume_distance;
};
static_assert(sizeof(struct window) == 8, "as the macro `window` of assembler.inc writes it");

void arch_fault_status_clear(void)
{
    mmio_write_32(SCB_CFSR, 0xFFFFFFFF);
    mmio_write_32(SCB_HFSR, 0xFFFFFFFF);
}

/// Resumes the interrupted code elsewhere. What is left of an IT block or of a load-multiple
/// belongs to the abandoned instruction and must not reach the next one.
static void frame_redirect(struct exception_frame *frame, uint32_t pc)
{
    frame->pc = pc & ~1u;
    frame->xpsr &= ~(uint32_t)XPSR_IT_ICI;
}

static bool window_find(uint32_t pc, uint32_t *resume)
{
    const struct window *window = (const struct window *)(uintptr_t)exception_table_start;
    const struct window *end = (const struct window *)(uintptr_t)exception_table_end;
    for (; window < end; window++) {
        if (pc - window->first <= window->last_distance) {
            *resume = window->first + (uint32_t)window->resume_distance;
            return true;
        }
    }
    return false;
}

/// Capsules run at base level only, so only its frames may be edited.
static bool frame_is_of_capsule(const struct exception_frame *frame)
{
    const uint32_t exception = frame->xpsr & XPSR_EXCEPTION;
    return frame->pc >= (uintptr_t)capsule_text_start && frame->pc < (uintptr_t)capsule_text_end &&
           (exception == EXCEPTION_SV_CALL || exception == EXCEPTION_PEND_SV);
}

void arch_fault_in_kernel(struct exception_frame *frame)
{
    const uint32_t status = mmio_read_32(SCB_CFSR) | security_fault_status_take();
    uint32_t resume;
    if ((status & CFSR_STKOF) != 0) {
        arch_stack_overflow(); // Also in a capsule: the stack is the kernel's.
    }
    if ((status & ~(uint32_t)(WINDOW_ERRORS | CFSR_MMARVALID | CFSR_BFARVALID)) == 0 &&
        window_find(frame->pc, &resume)) {
        frame_redirect(frame, resume);
    } else if ((status & (CFSR_IMPRECISERR | STACKING_ERRORS | UNSTACKING_ERRORS)) == 0 &&
               frame_is_of_capsule(frame)) {
        kernel_capsule_trapped();
        frame_redirect(frame, (uintptr_t)arch_capsule_landing);
    } else {
        arch_fault_fatal(frame);
    }
    arch_fault_status_clear();
}

void arch_tick_in_capsule(struct exception_frame *frame)
{
    const bool is_in_capsule_text = frame_is_of_capsule(frame);
    if (kernel_capsule_overrun(is_in_capsule_text) && is_in_capsule_text) {
        frame_redirect(frame, (uintptr_t)arch_capsule_landing);
    }
}

void arch_fault_in_process(uint32_t stack_pointer)
{
    if (arch_current == NULL) {
        port_panic("fault before the first process");
    }
    const uint32_t security_status = security_fault_status_take();
    noted.configurable_status = mmio_read_32(SCB_CFSR) | security_status;
    noted.has_frame = security_status == 0;
    noted.hard_status = mmio_read_32(SCB_HFSR);
    noted.memory_address = mmio_read_32(SCB_MMFAR);
    noted.bus_address = mmio_read_32(SCB_BFAR);
    noted.stack_pointer = stack_pointer;
    noted.is_present = true;

    // A system call whose frame could not be stacked is still pending, and would run on behalf of
    // whoever is resumed next. Further faults of the same instruction would, too.
    mmio_write_32(SCB_SHCSR, mmio_read_32(SCB_SHCSR) & ~(uint32_t)SHCSR_PENDED);
    arch_fault_status_clear();
    kernel_fault_note();
    port_work_pend();
}

/// The number of a bit, for tables of bytes.
#define BIT_OF(mask) ((uint8_t)__builtin_ctz(mask))

static enum port_fault_cause cause_decode(uint32_t status)
{
    static const struct {
        uint8_t bit;
        uint8_t cause;
    } causes[] = {
        // A stack that cannot be used explains everything else that is set with it.
        {BIT_OF(CFSR_STKOF), FAULT_STACK_POINTER},
        {BIT_OF(CFSR_MSTKERR), FAULT_STACK_ENTRY},
        {BIT_OF(CFSR_STKERR), FAULT_STACK_ENTRY},
        {BIT_OF(CFSR_MUNSTKERR), FAULT_STACK_RETURN},
        {BIT_OF(CFSR_UNSTKERR), FAULT_STACK_RETURN},
        {BIT_OF(CFSR_DACCVIOL), FAULT_DATA_ACCESS},
        {BIT_OF(CFSR_IACCVIOL), FAULT_INSTRUCTION_ACCESS},
        {BIT_OF(CFSR_PRECISERR), FAULT_BUS},
        {BIT_OF(CFSR_IMPRECISERR), FAULT_BUS},
        {BIT_OF(CFSR_IBUSERR), FAULT_BUS},
        {BIT_OF(CFSR_UNDEFINSTR), FAULT_UNDEFINED_INSTRUCTION},
        {BIT_OF(CFSR_INVSTATE), FAULT_INVALID_STATE},
        {BIT_OF(CFSR_INVPC), FAULT_INVALID_PC},
        {BIT_OF(CFSR_NOCP), FAULT_NO_COPROCESSOR},
        {BIT_OF(CFSR_UNALIGNED), FAULT_UNALIGNED},
        {BIT_OF(CFSR_DIVBYZERO), FAULT_DIVIDE_BY_ZERO},
    };
    for (size_t i = 0; i < sizeof causes / sizeof causes[0]; i++) {
        if ((status >> causes[i].bit & 1u) != 0) {
            return causes[i].cause;
        }
    }
    // A breakpoint without a debugger escalates and leaves no other trace.
    return status == 0 ? FAULT_BREAKPOINT : FAULT_OTHER;
}

/// Reads the frame as what it is: process memory.
static bool frame_read(const struct arch_context *context, struct exception_frame *frame)
{
    const uint32_t stack_pointer = context->stack_pointer;
    return stack_pointer - context->stack_low < context->stack_places &&
           user_window_copy_in(frame, stack_pointer, sizeof *frame) == sizeof *frame;
}

void port_fault_collect(struct arch_context *context, struct port_fault *fault)
{
    *fault = (struct port_fault){.cause = FAULT_OTHER};
    bool has_frame = true;
    if (noted.is_present) {
        noted.is_present = false;
        const uint32_t status = noted.configurable_status;
        fault->status = status;
        fault->cause = (uint8_t)cause_decode(status);
        if ((status & CFSR_MMARVALID) != 0) {
            fault->has_address = true;
            fault->address = noted.memory_address;
        } else if ((status & CFSR_BFARVALID) != 0) {
            fault->has_address = true;
            fault->address = noted.bus_address;
        }
        context->stack_pointer = noted.stack_pointer;
        // After a bad return the frame is gone from the stack. Where there was no room for one the
        // stack pointer has become the limit.
        has_frame = noted.has_frame &&
                    (status & (STACKING_ERRORS | UNSTACKING_ERRORS | CFSR_INVPC)) == 0 &&
                    ((status & CFSR_STKOF) == 0 || noted.stack_pointer != context->stack_low);
    }
    struct exception_frame frame;
    fault->has_registers = has_frame && frame_read(context, &frame);
}

bool port_fault_register(const struct arch_context *context, size_t index,
                         struct port_register *shown)
{
    struct registers {
        struct exception_frame frame;
        uint32_t callee_saved[sizeof context->callee_saved / sizeof(uint32_t)];
        uint32_t stack_pointer;
    };
    static const char names[] = "pc\0lr\0sp\0psr\0r0\0r1\0r2\0r3\0r4\0"
                                "r5\0r6\0r7\0r8\0r9\0r10\0r11\0r12";
    // Where each is among them, in words.
    static const uint8_t places[] = {6, 5, 16, 7, 0, 1, 2, 3, 8, 9, 10, 11, 12, 13, 14, 15, 4};
    static_assert(offsetof(struct registers, frame.pc) == 6 * sizeof(uint32_t) &&
                      offsetof(struct registers, callee_saved) == 8 * sizeof(uint32_t) &&
                      offsetof(struct registers, stack_pointer) == 16 * sizeof(uint32_t),
                  "these places");
    struct registers registers UNINITIALISED; // All of it is set before a word is taken.
    if (index >= sizeof places || !frame_read(context, &registers.frame)) {
        return false;
    }
    memcpy(registers.callee_saved, context->callee_saved, sizeof registers.callee_saved);
    registers.stack_pointer = context->stack_pointer + FRAME_BYTES +
                              ((registers.frame.xpsr & XPSR_PADDED) != 0 ? sizeof(uint32_t) : 0);
    shown->name = TEXT_NTH(names, index);
    shown->value = ((const uint32_t *)(const void *)&registers)[places[index]];
    return true;
}
