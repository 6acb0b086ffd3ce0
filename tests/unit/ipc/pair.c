// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "pair.h"

uint32_t pair_boot(uint8_t kind, uint8_t rights, uint64_t badge)
{
    system_open();
    (void)system_process("client", RANK);
    const uint16_t target = kind == IPC_KIND_IRQ ? LINE_FIRST : SERVER;
    const uint32_t index = system_entry(kind, rights, target, badge);
    (void)system_process("server", RANK);
    system_boot(WITH_BUFFERS);
    run(CLIENT);
    return index;
}
