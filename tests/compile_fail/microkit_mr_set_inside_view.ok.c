// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: user
// compiler: clang
#include <microkit.h>

void test(void);

void test(void)
{
    uintptr_t word = 0;
    WITH_IPC_READ(message)
    {
        word = message->word[0];
        word += microkit_mr_get(0);
    }
    microkit_mr_set(0, 1);
    (void)word;
}
