// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: user
#include <ipc.h>

void test(void);

void test(void)
{
    WITH_IPC_WRITE(message)
    {
        message->word[0] = 1;
        volatile union ipc_message *again = message;
        again->word[1] = 2;
    }
}
