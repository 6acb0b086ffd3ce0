// SPDX-License-Identifier: Apache-2.0 OR MIT
// Buffers: made and made known to the kernel.
#include <ipc.h>

#include "stop.h"

struct ipc_handle *ipc_buffer_open_at(struct ipc_buffer_memory *memory,
                                      const struct ipc_place *place)
{
    if ((uintptr_t)memory % IPC_BUFFER_SIZE != 0) {
        struct ipc_line line;
        ipc_line_start(&line);
        ipc_line_add(&line, "ipc buffer at ");
        ipc_line_add_address(&line, (uintptr_t)memory);
        ipc_line_add(&line, " is not at a multiple of ");
        ipc_line_add_number(&line, IPC_BUFFER_SIZE);
        ipc_line_add_at(&line, place);
        ipc_line_stop(&line);
    }
    memory->state_ = 0;
    void *handle = memory;
    return handle;
}

void ipc_buffer_register_at(struct ipc_handle *buffer, const struct ipc_place *place)
{
    ipc_check_call_(buffer, place);
    struct ipc_buffer_memory *memory = ipc_memory_(buffer);
    struct bulkhead_ipc_registers registers = {.info = ipc_info(0, 1), .word = {(uintptr_t)memory}};
    BULKHEAD_IPC_TRAP(IPC_BUFFER_SET, registers, memory);
    if (registers.capability != ERROR_NONE) {
        struct ipc_line line;
        ipc_line_start(&line);
        ipc_line_add(&line, "ipc buffer at ");
        ipc_line_add_address(&line, (uintptr_t)memory);
        ipc_line_add(&line, " refused by the kernel with error ");
        ipc_line_add_number(&line, registers.capability);
        ipc_line_add_at(&line, place);
        ipc_line_stop(&line);
    }
}
