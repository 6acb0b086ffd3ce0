// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: kernel
#include <kernel/user_address.h>

void use(struct user_address address);
void give(uintptr_t word);
void give(uintptr_t word)
{
    use(user_address_from_word(word));
}
