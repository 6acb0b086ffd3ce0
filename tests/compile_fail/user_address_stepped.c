// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: kernel
// expect: (wrong type argument to increment|cannot increment value of type)
#include <kernel/user_address.h>

struct user_address next(struct user_address address);
struct user_address next(struct user_address address)
{
    address++;
    return address;
}
