// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: kernel
// expect: attempt to use (a )?poisoned
#include <kernel/user_address.h>

uintptr_t take(struct user_address address);
uintptr_t take(struct user_address address)
{
    return address.user_address_raw_;
}
