// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: user
// compile: whole
// expect: ignoring return value
#include <ipc.h>

void test(struct ipc_handle *buffer);

void test(struct ipc_handle *buffer)
{
    ipc_read_begin(buffer);
    ipc_read_end(buffer);
}
