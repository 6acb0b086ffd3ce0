// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: user
// compiler: clang
#include <ipc.h>

void test(void);

void test(void)
{
    uintptr_t word = 0;
    WITH_IPC_READ(message)
    {
        word = message->word[0];
        WITH_IPC_READ_INSIDE(other)
        {
            word += other->word[1];
        }
    }
    (void)word;
}
