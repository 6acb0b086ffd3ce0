// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: user
// expect: read-only variable|const-qualified type
#include <ipc.h>

void test(void);

void test(void)
{
    WITH_IPC_WRITE(message)
    {
        message->word[0] = 1;
        message = message + 1;
    }
}
