// SPDX-License-Identifier: Apache-2.0 OR MIT
// The current buffer. A program that only uses the explicit form does not get this file.
#include <ipc.h>

#include "stop.h"

#ifndef IPC_CURRENT
struct ipc_handle *ipc_current_ = (struct ipc_handle *)(uintptr_t)&ipc_unset;

struct ipc_handle *ipc_buffer_set_at(struct ipc_buffer_memory *memory,
                                     const struct ipc_place *place)
{
    struct ipc_handle *buffer = ipc_buffer_open_at(memory, place);
    ipc_buffer_register_at(buffer, place);
    ipc_current_ = buffer;
    return buffer;
}
#endif
