// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "capabilities.h"

void capabilities_boot(uint8_t rights, enum buffers buffers)
{
    system_open();
    (void)system_process("client", RANK);
    (void)system_entry(IPC_KIND_CALL, rights, SERVER, 3);
    (void)system_entry(IPC_KIND_CALL, CALL_RIGHTS, THIRD, 0x33);
    (void)system_entry(IPC_KIND_NOTIFY, IPC_RIGHT_SEND, THIRD, 0x10);
    (void)system_process("server", RANK);
    (void)system_process("third", RANK);
    system_boot(buffers);
    run(CLIENT);
}

const struct capability *entry_of(unsigned row, uint32_t index)
{
    return &ipc_of(row)->table[index];
}

struct port_message operation(uint32_t label, uint32_t index, uint32_t w0, uint32_t w1, uint32_t w2,
                              uint32_t w3)
{
    return (struct port_message){
        .capability = index, .info = INFO(label, 0, 4), .word = {w0, w1, w2, w3}};
}
