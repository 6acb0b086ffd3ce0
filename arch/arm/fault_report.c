// SPDX-License-Identifier: Apache-2.0 OR MIT
// What was noted of a fault of a process, for its record and for people.

#include <kernel/port.h>
#include <lib/memory.h>
#include <lib/text.h>

#include "process_state.h"
#include "status_bits.h"

struct fault_note arch_fault_note;

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

bool arch_words_read(const struct arch_context *context, uint32_t words[WORD_COUNT])
{
    // The frame is read as what it is: process memory.
    const uint32_t frame = context->stack_pointer;
    const uint32_t bytes = sizeof(struct exception_frame);
    if (frame - context->stack_low >= context->stack_places ||
        user_window_copy_in(words, frame, bytes) != 0) {
        return false;
    }
    memcpy(&words[WORD_CALLEE_SAVED], context->callee_saved, sizeof context->callee_saved);
    words[WORD_STACK_POINTER] =
        frame + bytes + ((words[WORD_XPSR] & XPSR_PADDED) != 0 ? sizeof words[0] : 0);
    return true;
}

/// Whether the frame is where the stack pointer says, as far as the status tells. After a bad
/// return it is gone from the stack. Where there was no room for one the stack pointer has become
/// the limit.
static bool frame_is_there(const struct arch_context *context, const struct fault_note *note)
{
    const uint32_t status = note->configurable_status;
    const uint32_t frame_errors =
        CFSR_MSTKERR | CFSR_STKERR | CFSR_MUNSTKERR | CFSR_UNSTKERR | CFSR_INVPC;
    return note->has_frame && (status & frame_errors) == 0 &&
           ((status & CFSR_STKOF) == 0 || note->stack_pointer != context->stack_low);
}

void port_fault_collect(struct arch_context *context, struct port_fault *fault)
{
    struct fault_note *note = &arch_fault_note;
    *fault = (struct port_fault){.cause = FAULT_OTHER};
    bool has_frame = true;
    if (note->is_present) {
        note->is_present = false;
        const uint32_t status = note->configurable_status;
        fault->status = status;
        fault->cause = (uint8_t)cause_decode(status);
        fault->has_address = (status & (CFSR_MMARVALID | CFSR_BFARVALID)) != 0;
        fault->address = (status & CFSR_MMARVALID) != 0 ? note->memory_address : note->bus_address;
        context->stack_pointer = note->stack_pointer;
        has_frame = frame_is_there(context, note);
    }
    uint32_t words[WORD_COUNT];
    fault->has_registers = has_frame && arch_words_read(context, words);
}

bool port_fault_register(const struct arch_context *context, size_t index,
                         struct port_register *shown)
{
    static const char names[] = "pc\0lr\0sp\0psr\0r0\0r1\0r2\0r3\0r4\0"
                                "r5\0r6\0r7\0r8\0r9\0r10\0r11\0r12";
    static const uint8_t places[] = {6, 5, 16, 7, 0, 1, 2, 3, 8, 9, 10, 11, 12, 13, 14, 15, 4};
    uint32_t words[WORD_COUNT] UNINITIALISED; // All of it is set before one is taken.
    if (index >= sizeof places || !arch_words_read(context, words)) {
        return false;
    }
    shown->name = TEXT_NTH(names, index);
    shown->value = words[places[index]];
    return true;
}
