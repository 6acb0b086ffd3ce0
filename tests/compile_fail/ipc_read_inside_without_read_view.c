// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: user
// compiler: clang
// expect: calling function 'ipc_read_inside_scope_' requires holding ipc buffer 'ipc_read_'
#include <ipc.h>

void test(void);

void test(void)
{
    WITH_IPC_READ_INSIDE(other)
    {
        (void)other->word[1];
    }
}
