// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: kernel
#include <kernel/user_address.h>

char take(const char *address);
char take(const char *address)
{
    return address[0];
}
