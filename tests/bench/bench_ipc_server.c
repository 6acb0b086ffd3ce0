// SPDX-License-Identifier: Apache-2.0 OR MIT
// Answers every call with its own words, one of which in the buffer is counted up.
#include <abi/ipc.h>
#include <bulkhead/ipc_call.h>

static struct ipc_buffer buffer __attribute__((aligned(IPC_BUFFER_ALIGNMENT)));

int main(void)
{
    struct bulkhead_ipc_registers registers = {.word = {(uint32_t)(uintptr_t)&buffer}};
    BULKHEAD_IPC_TRAP(IPC_BUFFER_SET, registers, &buffer);
    registers = (struct bulkhead_ipc_registers){.capability = 0};
    BULKHEAD_IPC_TRAP(IPC_RECEIVE, registers, &buffer);
    for (;;) {
        if (__builtin_expect(registers.info == 10, 0)) {
            buffer.word[9]++;
        }
        registers.window = 0;
        registers.reply_slot = 0;
        BULKHEAD_IPC_TRAP(IPC_REPLY_RECEIVE, registers, &buffer);
    }
}
