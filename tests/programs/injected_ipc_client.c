// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes IPC calls whose paths through the kernel are interrupted at each instruction: one that
// switches to the server directly, one of so many words that it does not, a signal. Run by
// tests/injection on boards with IPC.
#include "injected.h"
#include "injected_ipc.h"

static struct ipc_buffer buffer __attribute__((aligned(IPC_BUFFER_ALIGNMENT)));
static uint32_t signals;

static void call_make(uint32_t index)
{
    const uint32_t length = injected_words(index);
    uint32_t words[MESSAGE_LENGTH_MAX];
    for (uint32_t i = 0; i < length; i++) {
        words[i] = pattern_next();
        buffer.word[i] = words[i];
    }
    const struct bulkhead_ipc_registers operands = {
        .capability = index,
        .info = length | index << IPC_LABEL_SHIFT,
        .word = {words[0], words[1], words[2], words[3]},
    };
    const struct bulkhead_ipc_registers results =
        ipc_call_checked(probe_ipc_call, &operands, &report.wrong_registers);
    report.calls++;
    bool is_right = results.capability == 0 && message_length(results.info) == length &&
                    results.window == 0 && results.reply_slot == 0;
    for (uint32_t i = 0; i < length; i++) {
        const uint32_t word = i < IPC_REGISTER_WORDS ? results.word[i] : buffer.word[i];
        is_right = is_right && word == injected_answer(words[i]);
    }
    const uint32_t label = results.info >> IPC_LABEL_SHIFT;
    is_right = is_right && (label & TOLD_WRONG_MAX) == 0 &&
               label >> TOLD_SIGNALS_SHIFT == (signals & TOLD_SIGNALS_MAX);
    injected_result(is_right);
}

static void round_make(void)
{
    call_make(INJECTED_SHORT);
    call_make(INJECTED_LONG);
    const struct bulkhead_ipc_registers operands = {.capability = INJECTED_SIGNAL};
    const struct bulkhead_ipc_registers results =
        ipc_call_checked(probe_ipc_signal, &operands, &report.wrong_registers);
    report.calls++;
    signals++;
    injected_result((results.capability | results.info | results.window | results.reply_slot) == 0);
    // The server has to take the bit first.
    call_make(INJECTED_QUEUED);
}

int main(void)
{
    struct bulkhead_ipc_registers set = {.word = {(uint32_t)(uintptr_t)&buffer}};
    BULKHEAD_IPC_TRAP(IPC_BUFFER_SET, set, &buffer);
    injected_result(set.capability == 0);
    injected_rounds(round_make);
    return 0;
}
