// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: kernel
#include <kernel/user_address.h>

void use(struct user_address address);
void give(struct user_address address);
void give(struct user_address address)
{
    use(address);
}
