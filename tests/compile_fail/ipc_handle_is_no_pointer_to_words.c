// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: user
// expect: incompatible.pointer.type
#include <ipc.h>

void test(struct ipc_handle *buffer);

void test(struct ipc_handle *buffer)
{
    uintptr_t *word = buffer;
    word[0] = 1;
}
