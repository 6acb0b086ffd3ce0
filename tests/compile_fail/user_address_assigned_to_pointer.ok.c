// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: kernel
#include <kernel/user_address.h>

struct user_address take(struct user_address address);
struct user_address take(struct user_address address)
{
    struct user_address copy = address;
    return copy;
}
