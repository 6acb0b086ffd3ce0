// SPDX-License-Identifier: Apache-2.0 OR MIT
// Answers the calls of ipc_registers.c: each word with a key, and what it found wrong as the label.
#include "ipc_registers.h"

static struct ipc_buffer buffer __attribute__((aligned(IPC_BUFFER_ALIGNMENT)));

int main(void)
{
    uint32_t wrong = 0;
    struct bulkhead_ipc_registers set = {.word = {(uint32_t)(uintptr_t)&buffer}};
    BULKHEAD_IPC_TRAP(IPC_BUFFER_SET, set, &buffer);
    wrong += set.capability != 0;

    struct bulkhead_ipc_registers operands = {.capability = 0};
    ipc_probe_fn probe = probe_ipc_receive;
    for (;;) {
        struct bulkhead_ipc_registers message = ipc_call_checked(probe, &operands, &wrong);
        const uint32_t length = message_length(message.info);
        wrong += message.capability != 0 || message.window != SERVER_BADGE ||
                 message.reply_slot != 0 || message.info >> IPC_LABEL_SHIFT != length;
        for (uint32_t i = 0; i < IPC_REGISTER_WORDS; i++) {
            wrong += i >= length && message.word[i] != 0;
            operands.word[i] = message.word[i] ^ SERVER_KEY;
        }
        for (uint32_t i = IPC_REGISTER_WORDS; i < length; i++) {
            buffer.word[i] ^= SERVER_KEY;
        }
        operands.info = length | wrong << IPC_LABEL_SHIFT;
        probe = probe_ipc_reply_receive;
    }
}
