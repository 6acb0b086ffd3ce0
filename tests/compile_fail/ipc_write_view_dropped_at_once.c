// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: user
// compile: whole
// expect: ignoring return value
#include <ipc.h>

void test(struct ipc_handle *buffer);

void test(struct ipc_handle *buffer)
{
    ipc_write_begin(buffer);
    ipc_write_end(buffer);
}
