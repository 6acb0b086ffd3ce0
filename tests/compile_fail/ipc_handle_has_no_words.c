// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: user
// expect: undefined type|incomplete definition of type
#include <ipc.h>

void test(struct ipc_handle *buffer);

void test(struct ipc_handle *buffer)
{
    buffer->message_.word[0] = 1;
}
