// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: kernel
// expect: (incompatible type for argument|to parameter of incompatible type)
#include <kernel/user_address.h>
#include <lib/memory.h>

void copy(char *to, struct user_address from);
void copy(char *to, struct user_address from)
{
    (void)memcpy(to, from, 4);
}
