// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: user
// expect: undefined type|incomplete type|subscript of pointer to incomplete
#include <ipc.h>

void test(struct ipc_handle *buffer);

void test(struct ipc_handle *buffer)
{
    (void)buffer[0];
}
