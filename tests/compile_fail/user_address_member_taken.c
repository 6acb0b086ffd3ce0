// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: kernel
// expect: (invalid type argument of '->'|member reference type .* is not a pointer)
#include <kernel/user_address.h>

struct record {
    int field;
};

int take(struct user_address address);
int take(struct user_address address)
{
    return address->field;
}
