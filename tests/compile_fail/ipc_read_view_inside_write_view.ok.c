// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: user
// compiler: clang
#include <ipc.h>

void test(void);

void test(void)
{
    WITH_IPC_WRITE(message)
    {
        message->word[0] = 1;
    }
    WITH_IPC_READ(other)
    {
        (void)other->word[1];
    }
}
