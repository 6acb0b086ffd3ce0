// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: user
#include <ipc.h>

void test(struct ipc_handle *buffer);

void test(struct ipc_handle *buffer)
{
    (void)ipc_word_get_with(buffer, 0);
}
