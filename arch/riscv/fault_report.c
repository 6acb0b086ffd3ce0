// SPDX-License-Identifier: Apache-2.0 OR MIT
// What was noted of a fault of a process, for its record and for people.

#include <kernel/port.h>

#include "causes.h"
#include "process_state.h"

struct fault_note arch_fault_note;

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
    if (arch_fault_note.is_present) {
        arch_fault_note.is_present = false;
        fault->status = (uint32_t)arch_fault_note.cause;
        fault->cause = (uint8_t)cause_decode(arch_fault_note.cause);
        // An illegal instruction leaves itself there, not an address.
        fault->has_address = arch_fault_note.cause != CAUSE_ILLEGAL_INSTRUCTION &&
                             arch_fault_note.cause != CAUSE_BREAKPOINT;
        fault->address = arch_fault_note.value;
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
