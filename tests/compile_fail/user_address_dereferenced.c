// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: kernel
// expect: (invalid type argument of unary|indirection requires pointer operand)
#include <kernel/user_address.h>

char take(struct user_address address);
char take(struct user_address address)
{
    return *address;
}
