// SPDX-License-Identifier: Apache-2.0 OR MIT
// Numbers for assembler. Compiled to text only; the build makes generated/arch_offsets.h from it.

#include <stddef.h>

#include <abi/error.h>
#include <arch_types.h>
#include <kernel/port.h>

#include "internal.h"

#define OFFSET(name, value) __asm__ volatile("\n.ascii \"->" #name " %0\"" ::"i"(value))
#define REGISTER(name, number) \
    OFFSET(CONTEXT_##name, offsetof(struct arch_context, registers[(number) - 1]))

static_assert(sizeof(struct arch_context) == 32 * sizeof(uintptr_t), "no padding");
static_assert(offsetof(struct arch_context, registers) == 0, "ra lies where the context does");
static_assert(sizeof(struct kernel_frame) % 16 == 0, "the exception stack stays aligned");
static_assert(PMP_FIRST + (int)ARCH_PROTECTION_ENTRIES <= (int)PMP_CONFIGURATION_ENTRIES,
              "as the encoder wants it");

void arch_offsets(void);
void arch_offsets(void)
{
    OFFSET(CONTEXT_REGISTERS, offsetof(struct arch_context, registers));
    REGISTER(SP, 2);
    REGISTER(T0, 5);
    REGISTER(A0, 10);
    REGISTER(A4, 14);
    OFFSET(CONTEXT_PC, offsetof(struct arch_context, pc));
    OFFSET(FRAME_REGISTERS, offsetof(struct kernel_frame, registers));
    OFFSET(FRAME_T0, offsetof(struct kernel_frame, t0));
    OFFSET(FRAME_SP, offsetof(struct kernel_frame, sp));
    OFFSET(FRAME_PC, offsetof(struct kernel_frame, pc));
    OFFSET(FRAME_STATUS, offsetof(struct kernel_frame, status));
    OFFSET(FRAME_IS_ACTIVE, offsetof(struct kernel_frame, is_active));
    OFFSET(FRAME_BYTES, sizeof(struct kernel_frame));
    OFFSET(RECORD_STACK_POINTER, offsetof(struct capsule_record, stack_pointer));
    OFFSET(RECORD_PREVIOUS, offsetof(struct capsule_record, previous));
    OFFSET(RECORD_CAPSULE, offsetof(struct capsule_record, capsule));
    OFFSET(RECORD_BYTES, sizeof(struct capsule_record));
    OFFSET(CALL_AGAIN, KERNEL_CALL_AGAIN);
    OFFSET(CALL_MESSAGE, KERNEL_CALL_MESSAGE);
    OFFSET(MESSAGE_BYTES, sizeof(struct port_message));
    OFFSET(CAPSULE_ABORTED, ERROR_FAILED);
    OFFSET(ACCESS_REFUSED, ERROR_FAULT);
    OFFSET(GUARD_CONFIGURATION, PMP_GUARD);
    OFFSET(PROBED_ENTRIES, PMP_FIRST + ARCH_PROTECTION_ENTRIES);
}
