// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: kernel
#include <kernel/user_address.h>

struct user_address give(uintptr_t word);
struct user_address give(uintptr_t word)
{
    return (struct user_address){word};
}
