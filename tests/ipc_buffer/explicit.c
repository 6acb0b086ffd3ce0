// SPDX-License-Identifier: Apache-2.0 OR MIT
// A program that only uses the explicit form.
#include <ipc.h>

void _start(void);
_Noreturn void ipc_stop(const char *line, size_t length);

static IPC_BUFFER_MEMORY(memory);

void _start(void)
{
    struct ipc_handle *buffer = ipc_buffer_open(&memory);
    ipc_buffer_register(buffer);
    WITH_IPC_WRITE_OF(buffer, message)
    {
        message->word[0] = 1;
    }
    ipc_word_set_with(buffer, 1, ipc_word_get_with(buffer, 0));
    for (;;) {
        (void)ipc_call_with(buffer, 1, ipc_info(0, 2));
        (void)ipc_signal_with(buffer, 2);
    }
}

void ipc_stop(const char *line, size_t length)
{
    (void)line;
    (void)length;
    __builtin_trap();
}
