// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: kernel
// expect: (incompatible type for argument|to parameter of incompatible type)
#include <kernel/user_address.h>
#include <lib/memory.h>

void clear(struct user_address address);
void clear(struct user_address address)
{
    memory_clear(address, 4);
}
