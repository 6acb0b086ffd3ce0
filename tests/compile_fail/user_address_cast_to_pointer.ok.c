// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: kernel
#include <kernel/user_address.h>

uint32_t take(struct user_address address);
uint32_t take(struct user_address address)
{
    return (uint32_t)user_address_to_word(address);
}
