// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: user
// compiler: clang
// expect: cannot call function 'ipc_read_scope_' while ipc buffer 'ipc_written_' is held
#include <ipc.h>

void test(void);

void test(void)
{
    WITH_IPC_WRITE(message)
    {
        message->word[0] = 1;
        WITH_IPC_READ(other)
        {
            (void)other->word[1];
        }
    }
}
