// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: kernel
// expect: (invalid initializer|with an expression of incompatible type)
#include <kernel/user_address.h>

struct user_address give(char *pointer);
struct user_address give(char *pointer)
{
    struct user_address address = pointer;
    return address;
}
