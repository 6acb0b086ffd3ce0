// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: kernel
#include <kernel/user_address.h>

uintptr_t take(struct user_address address);
uintptr_t take(struct user_address address)
{
    return user_address_to_word(address);
}
