// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: user
// compiler: clang
// expect: cannot call function 'ipc_call_at' while ipc buffer 'ipc_written_' is held
#include <ipc.h>

void test(struct ipc_handle *buffer);

void test(struct ipc_handle *buffer)
{
    WITH_IPC_WRITE_OF(buffer, message)
    {
        message->word[0] = 1;
        (void)ipc_call_with(buffer, 1, 0);
    }
}
