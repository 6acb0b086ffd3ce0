// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: user
#include <ipc.h>

void test(struct ipc_handle *buffer);

void test(struct ipc_handle *buffer)
{
    ipc_word_set_with(buffer, 0, 1);
}
