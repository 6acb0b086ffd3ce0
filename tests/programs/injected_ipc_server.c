// SPDX-License-Identifier: Apache-2.0 OR MIT
// Answers the calls of injected_ipc_client.c: each word with a key; as the label, what it has found
// wrong and how many signals came. Run by tests/injection.
#include "injected_ipc.h"

static struct ipc_buffer buffer __attribute__((aligned(IPC_BUFFER_ALIGNMENT)));

int main(void)
{
    uint32_t wrong = 0;
    uint32_t signals = 0;
    struct bulkhead_ipc_registers set = {.word = {(uint32_t)(uintptr_t)&buffer}};
    BULKHEAD_IPC_TRAP(IPC_BUFFER_SET, set, &buffer);
    wrong += set.capability != 0;

    struct bulkhead_ipc_registers operands = {.capability = 0};
    ipc_probe_fn probe = probe_ipc_receive;
    for (;;) {
        struct bulkhead_ipc_registers message = ipc_call_checked(probe, &operands, &wrong);
        if (message.capability == IPC_STATUS_SIGNAL) {
            wrong += message.window != INJECTED_BIT || message.reply_slot != 0 || message.info != 0;
            signals++;
            probe = probe_ipc_receive;
            continue;
        }
        const uint32_t length = message_length(message.info);
        wrong += message.capability != 0 || message.reply_slot != 0 ||
                 length != injected_words(message.window) ||
                 message.info >> IPC_LABEL_SHIFT != message.window;
        for (uint32_t i = 0; i < IPC_REGISTER_WORDS; i++) {
            operands.word[i] = injected_answer(message.word[i]);
        }
        for (uint32_t i = IPC_REGISTER_WORDS; i < length; i++) {
            buffer.word[i] = injected_answer(buffer.word[i]);
        }
        const uint32_t told = wrong < TOLD_WRONG_MAX ? wrong : (uint32_t)TOLD_WRONG_MAX;
        const uint32_t label = told | (signals & TOLD_SIGNALS_MAX) << TOLD_SIGNALS_SHIFT;
        operands.info = length | label << IPC_LABEL_SHIFT;
        // A reply has no entry: so the test tells the two apart.
        operands.capability = message.window;
        probe = probe_ipc_reply_receive;
    }
}
