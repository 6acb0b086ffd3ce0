// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: user
// expect: discards.*volatile.* qualifier|discards qualifiers
#include <ipc.h>

uintptr_t test(void);

uintptr_t test(void)
{
    uintptr_t word = 0;
    WITH_IPC_READ(message)
    {
        uintptr_t *restrict words = message->word;
        word = words[0];
    }
    return word;
}
