// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: user
// compiler: clang
#include <microkit.h>

void test(void);

void test(void)
{
    WITH_IPC_WRITE(message)
    {
        message->word[0] = 1;
    }
    (void)microkit_ppcall(0, microkit_msginfo_new(0, 1));
}
