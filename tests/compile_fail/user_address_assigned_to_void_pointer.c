// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: kernel
// expect: (incompatible types when initializing type|with an expression of incompatible type)
#include <kernel/user_address.h>

void *take(struct user_address address);
void *take(struct user_address address)
{
    void *pointer = address;
    return pointer;
}
