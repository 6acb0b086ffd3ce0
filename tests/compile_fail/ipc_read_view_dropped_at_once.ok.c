// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: user
// compile: whole
#include <ipc.h>

void test(struct ipc_handle *buffer);

void test(struct ipc_handle *buffer)
{
    volatile union ipc_message *message = ipc_read_begin(buffer);
    (void)message->word[0];
    ipc_read_end(buffer);
}
