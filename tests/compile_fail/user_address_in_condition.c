// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: kernel
// expect: (used struct type value where|requires expression of scalar type)
#include <kernel/user_address.h>

int is_given(struct user_address address);
int is_given(struct user_address address)
{
    if (address) {
        return 1;
    }
    return 0;
}
