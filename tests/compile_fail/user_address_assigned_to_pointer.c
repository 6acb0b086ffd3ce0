// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: kernel
// expect: (incompatible types when initializing type|with an expression of incompatible type)
#include <kernel/user_address.h>

char *take(struct user_address address);
char *take(struct user_address address)
{
    char *pointer = address;
    return pointer;
}
