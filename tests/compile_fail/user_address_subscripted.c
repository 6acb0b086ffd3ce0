// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: kernel
// expect: subscripted value is (neither array nor pointer|not an array)
#include <kernel/user_address.h>

char take(struct user_address address);
char take(struct user_address address)
{
    return address[0];
}
