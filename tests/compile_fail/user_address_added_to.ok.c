// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: kernel
#include <kernel/user_address.h>

struct user_address next(struct user_address address);
struct user_address next(struct user_address address)
{
    return user_address_from_word(user_address_to_word(address) + 1u);
}
