// SPDX-License-Identifier: Apache-2.0 OR MIT
// Calls a server with messages of all lengths, all registers filled with patterns, and checks what
// comes back. Needs a board with IPC and ipc_registers_server; run by tests/boot.
#include "ipc_registers.h"

#include "check.h"

enum { ROUNDS = 100, SERVER = 1 };

static struct ipc_buffer buffer __attribute__((aligned(IPC_BUFFER_ALIGNMENT)));

static void length_check(uint32_t length)
{
    uint32_t wrong_registers = 0;
    uint32_t wrong_results = 0;
    uint32_t wrong_at_server = 0;
    for (uint32_t round = 0; round < ROUNDS; round++) {
        struct bulkhead_ipc_registers operands = {
            .capability = SERVER,
            .info = length | length << IPC_LABEL_SHIFT,
            .word = {pattern_next(), pattern_next(), pattern_next(), pattern_next()},
        };
        uint32_t words[MESSAGE_LENGTH_MAX];
        for (uint32_t i = IPC_REGISTER_WORDS; i < length; i++) {
            words[i] = pattern_next();
            buffer.word[i] = words[i];
        }
        struct bulkhead_ipc_registers results =
            ipc_call_checked(probe_ipc_call, &operands, &wrong_registers);
        wrong_results += results.capability != 0 || message_length(results.info) != length ||
                         results.window != 0 || results.reply_slot != 0;
        for (uint32_t i = 0; i < IPC_REGISTER_WORDS; i++) {
            wrong_results += results.word[i] != (i < length ? operands.word[i] ^ SERVER_KEY : 0);
        }
        for (uint32_t i = IPC_REGISTER_WORDS; i < length; i++) {
            wrong_results += buffer.word[i] != (words[i] ^ SERVER_KEY);
        }
        wrong_at_server += results.info >> IPC_LABEL_SHIFT;
    }
    check_value(wrong_registers == 0, "the client's other registers", wrong_registers);
    check_value(wrong_results == 0, "the client's results", wrong_results);
    check_value(wrong_at_server == 0, "the server's registers and results", wrong_at_server);
}

int main(void)
{
    struct bulkhead_ipc_registers set = {.word = {(uint32_t)(uintptr_t)&buffer}};
    BULKHEAD_IPC_TRAP(IPC_BUFFER_SET, set, &buffer);
    check_value(set.capability == 0, "a buffer", set.capability);
    for (uint32_t length = 0; length <= MESSAGE_LENGTH_MAX; length++) {
        length_check(length);
    }
    return check_done("ipc_registers");
}
