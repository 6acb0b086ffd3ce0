// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: kernel
// expect: invalid operands to binary
#include <kernel/user_address.h>

struct user_address next(struct user_address address);
struct user_address next(struct user_address address)
{
    return address + 1;
}
