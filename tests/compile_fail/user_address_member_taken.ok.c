// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: kernel
#include <kernel/user_address.h>

struct record {
    int field;
};

int take(const struct record *address);
int take(const struct record *address)
{
    return address->field;
}
