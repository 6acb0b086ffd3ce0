// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: user
// compiler: clang
// expect: ipc buffer 'ipc_written_' is still held at the end of function
#include <ipc.h>

void test(struct ipc_handle *buffer);

void test(struct ipc_handle *buffer)
{
    volatile union ipc_message *message = ipc_write_begin(buffer);
    message->word[0] = 1;
}
