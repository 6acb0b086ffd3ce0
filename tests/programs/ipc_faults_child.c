// SPDX-License-Identifier: Apache-2.0 OR MIT
// Faults again and again, and goes on as ipc_faults_parent has it go on. Needs a board with IPC;
// run by tests/boot.
#include "ipc_faults.h"

#include "check.h"

static uint32_t nothing;

int main(void)
{
    uint32_t wrong_answers = 0;
    uint32_t wrong_stack_pointers = 0;
    for (uint32_t i = 0; i < ROUNDS; i++) {
        struct bulkhead_ipc_registers call = {.capability = OPERAND + i, .info = OTHER_OPERAND + i};
        BULKHEAD_IPC_TRAP(IPC_CLASS_RESERVED, call, &nothing);
        wrong_answers += call.capability != ANSWER + i || call.info != OTHER_ANSWER + i;

        uintptr_t before;
        uintptr_t after;
        STACK_POINTERS_AROUND_UNDEFINED(before, after);
        wrong_stack_pointers += before - after != STACK_MOVED_BYTES;
    }
    check_value(wrong_answers == 0, "calls that the parent answered", wrong_answers);
    check_value(wrong_stack_pointers == 0, "stack pointers that it set", wrong_stack_pointers);
    return check_done("ipc_faults_child");
}
