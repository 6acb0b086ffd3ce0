// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: kernel
// expect: invalid operands to binary
#include <kernel/user_address.h>

int is_below(struct user_address one, struct user_address other);
int is_below(struct user_address one, struct user_address other)
{
    return one < other;
}
