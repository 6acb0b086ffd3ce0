// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: kernel
#include <kernel/user_address.h>

int is_given(struct user_address address);
int is_given(struct user_address address)
{
    if (user_address_to_word(address) != 0) {
        return 1;
    }
    return 0;
}
