// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: user
#include <ipc.h>

void test(struct ipc_handle *buffer);

void test(struct ipc_handle *buffer)
{
    WITH_IPC_WRITE_OF(buffer, message)
    {
        volatile uintptr_t *word = message->word;
        word[0] = 1;
    }
}
