// SPDX-License-Identifier: Apache-2.0 OR MIT
// Numbers for assembler. Compiled to text only; the build makes generated/arch_offsets.h from it.

#include <stddef.h>

#include <abi/error.h>
#include <arch_types.h>
#include <kernel/port.h>

#define OFFSET(name, value) __asm__ volatile("\n.ascii \"->" #name " %0\"" ::"i"(value))

// The switch saves and loads stack pointer and registers in one go.
static_assert(offsetof(struct arch_context, stack_pointer) == 0, "first");
static_assert(offsetof(struct arch_context, callee_saved) == 4, "directly behind");
// Pairs that are loaded by one instruction.
static_assert(offsetof(struct arch_context, stack_places) ==
                  offsetof(struct arch_context, stack_low) + 4,
              "a pair");
static_assert(offsetof(struct arch_context, call_places) ==
                  offsetof(struct arch_context, call_low) + 4,
              "a pair");
static_assert(sizeof(struct arch_context) == 13 * 4, "no padding");
static_assert(sizeof(struct arch_protection) == ARCH_PROTECTION_REGIONS * 2 * 4, "no padding");
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
    OFFSET(RECORD_PREVIOUS, offsetof(struct capsule_record, previous));
    OFFSET(RECORD_BYTES, sizeof(struct capsule_record));
    OFFSET(CALL_AGAIN_NEGATED, -KERNEL_CALL_AGAIN);
    OFFSET(CAUSE_STACK_POINTER, FAULT_STACK_POINTER);
    OFFSET(CAPSULE_ABORTED, ERROR_FAILED);
}
