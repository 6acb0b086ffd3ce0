// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: kernel
// expect: attempt to use (a )?poisoned
#include <kernel/user_address.h>

struct user_address give(uintptr_t word);
struct user_address give(uintptr_t word)
{
    return (struct user_address){.user_address_raw_ = word};
}
