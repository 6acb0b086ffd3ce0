// SPDX-License-Identifier: Apache-2.0 OR MIT
// Numbers for assembler. Compiled to text only; the build makes generated/arch_offsets.h from it.

#include <stddef.h>

#include <abi/error.h>
#include <arch_types.h>
#include <kernel/port.h>

#include "process_state.h"

#define OFFSET(name, value) __asm__ volatile("\n.ascii \"->" #name " %0\"" ::"i"(value))

// The boundary pushes a record as these three words.
static_assert(offsetof(struct capsule_record, stack_pointer) == 0, "first");
static_assert(offsetof(struct capsule_record, previous) == 4, "second");
static_assert(offsetof(struct capsule_record, capsule) == 8, "third");
static_assert(sizeof(struct capsule_record) == 12, "no padding");

void arch_offsets(void);
void arch_offsets(void)
{
    OFFSET(CONTEXT_STACK_POINTER, offsetof(struct arch_context, stack_pointer));
    OFFSET(CONTEXT_STACK_LOW, offsetof(struct arch_context, stack_low));
    OFFSET(CONTEXT_CALL_LOW, offsetof(struct arch_context, call_low));
    OFFSET(FRAME_R0, offsetof(struct exception_frame, r0_to_r3));
    OFFSET(FRAME_LR, offsetof(struct exception_frame, lr));
    OFFSET(FRAME_PC, offsetof(struct exception_frame, pc));
    OFFSET(FRAME_XPSR, offsetof(struct exception_frame, xpsr));
    OFFSET(FRAME_BYTES, sizeof(struct exception_frame));
    OFFSET(RECORD_PREVIOUS, offsetof(struct capsule_record, previous));
    OFFSET(RECORD_BYTES, sizeof(struct capsule_record));
    OFFSET(CALL_AGAIN_NEGATED, -KERNEL_CALL_AGAIN);
    OFFSET(CALL_MESSAGE_NEGATED, -KERNEL_CALL_MESSAGE);
    OFFSET(CAUSE_STACK_POINTER, FAULT_STACK_POINTER);
    OFFSET(MESSAGE_BYTES, sizeof(struct port_message));
    OFFSET(PROTECTION_REGIONS, ARCH_PROTECTION_REGIONS);
    OFFSET(CAPSULE_ABORTED, ERROR_FAILED);
    OFFSET(ACCESS_REFUSED, ERROR_FAULT);
}
