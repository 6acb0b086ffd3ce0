// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: user
// compiler: clang
// expect: cannot call function 'ipc_write_scope_' while ipc buffer 'ipc_read_' is held
#include <ipc.h>

void test(void);

void test(void)
{
    uintptr_t word = 0;
    WITH_IPC_READ(message)
    {
        word = message->word[0];
        WITH_IPC_WRITE(other)
        {
            other->word[1] = word;
        }
    }
    (void)word;
}
