// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: kernel
// expect: (incompatible type for argument|to parameter of incompatible type)
#include <kernel/user_address.h>

void use(struct user_range range);
void give(struct user_address address);
void give(struct user_address address)
{
    use(address);
}
