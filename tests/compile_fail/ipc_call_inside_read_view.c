// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: user
// compiler: clang
// expect: cannot call function 'ipc_call_at' while ipc buffer 'ipc_read_' is held
#include <ipc.h>

void test(void);

void test(void)
{
    uintptr_t word = 0;
    WITH_IPC_READ(message)
    {
        word = message->word[0];
        (void)ipc_call(1, 0);
    }
    (void)word;
}
