// SPDX-License-Identifier: Apache-2.0 OR MIT
// Answers refused_ipc_client.c: each word's complement, and in word 0 what came: the length, bits
// of capabilities that are its own, and whether something was cut. Run by tests/injection.
#include "refused_ipc.h"

int main(void)
{
    struct bulkhead_ipc_registers message = {.word = {(uint32_t)(uintptr_t)&buffer}};
    BULKHEAD_IPC_TRAP(IPC_BUFFER_SET, message, &buffer);
    message = (struct bulkhead_ipc_registers){.info = 0};
    BULKHEAD_IPC_TRAP(IPC_RECEIVE, message, &buffer);
    for (;;) {
        const uint32_t length = message.info & LENGTH_MASK;
        const uint32_t own = message.info >> IPC_UNWRAPPED_SHIFT & UNWRAPPED_BITS;
        const uint32_t badge = own != 0 ? buffer.capability[0] : REFUSED_BADGE;
        message.word[0] = length | own << 8 | (uint32_t)(message.capability != 0) << 16 |
                          (uint32_t)(badge != REFUSED_BADGE) << 17;
        for (uint32_t i = 1; i < IPC_REGISTER_WORDS; i++) {
            message.word[i] = refused_answer(message.word[i]);
        }
        for (uint32_t i = IPC_REGISTER_WORDS; i < length; i++) {
            buffer.word[i] = refused_answer(buffer.word[i]);
        }
        message.info = length;
        message.window = 0;
        message.reply_slot = 0;
        BULKHEAD_IPC_TRAP(IPC_REPLY_RECEIVE, message, &buffer);
    }
}
