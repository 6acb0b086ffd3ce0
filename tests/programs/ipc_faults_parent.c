// SPDX-License-Identifier: Apache-2.0 OR MIT
// Answers the faults of ipc_faults_child by setting its registers. Needs a board with IPC; run by
// tests/boot.
#include "ipc_faults.h"

#include "check.h"

enum { LENGTH_MASK = (1 << IPC_LENGTH_BITS) - 1, CHILD = 7 };

static struct ipc_buffer buffer __attribute__((aligned(IPC_BUFFER_ALIGNMENT)));

/// The words of a message, wherever they are.
static uintptr_t *word_at(struct bulkhead_ipc_registers *message, uint32_t i)
{
    return i < IPC_REGISTER_WORDS ? &message->word[i] : (uintptr_t *)&buffer.word[i];
}

static uint32_t call_answer(struct bulkhead_ipc_registers *fault, uint32_t round)
{
    uint32_t wrong = fault->info != (IPC_LABEL_UNKNOWN_CALL << IPC_LABEL_SHIFT | (REGISTERS + 1));
    wrong += *word_at(fault, WORD_OPERAND) != OPERAND + round;
    wrong += *word_at(fault, WORD_OPERAND + 1) != OTHER_OPERAND + round;
    wrong += *word_at(fault, WORD_CLASS) != IPC_CLASS_RESERVED;
    *word_at(fault, WORD_OPERAND) = ANSWER + round;
    *word_at(fault, WORD_OPERAND + 1) = OTHER_ANSWER + round;
    *word_at(fault, WORD_PC) += CALL_BYTES;
    fault->info = REGISTERS;
    return wrong;
}

static uint32_t exception_answer(struct bulkhead_ipc_registers *fault)
{
    const uint32_t wrong =
        fault->info != (IPC_LABEL_EXCEPTION << IPC_LABEL_SHIFT | EXCEPTION_LENGTH);
    *word_at(fault, 0) += UNDEFINED_BYTES;
    *word_at(fault, 1) -= STACK_MOVED_BYTES;
    fault->info = 2;
    return wrong;
}

int main(void)
{
    struct bulkhead_ipc_registers set = {.word = {(uintptr_t)&buffer}};
    BULKHEAD_IPC_TRAP(IPC_BUFFER_SET, set, &buffer);
    uint32_t wrong = set.capability != 0;

    struct bulkhead_ipc_registers message = {.info = 0};
    BULKHEAD_IPC_TRAP(IPC_RECEIVE, message, &buffer);
    for (uint32_t i = 0; i < 2 * ROUNDS; i++) {
        wrong += message.capability != 0 || message.window != CHILD;
        wrong += message.reply_slot != (uintptr_t)(IPC_BADGE_FAULT >> 32);
        wrong += i % 2 == 0 ? call_answer(&message, i / 2) : exception_answer(&message);
        message.window = 0;
        message.reply_slot = 0;
        if (i + 1 == 2 * ROUNDS) {
            BULKHEAD_IPC_TRAP(IPC_REPLY, message, &buffer);
        } else {
            BULKHEAD_IPC_TRAP(IPC_REPLY_RECEIVE, message, &buffer);
        }
    }
    check_value(wrong == 0, "messages about faults", wrong);
    return check_done("ipc_faults_parent");
}
