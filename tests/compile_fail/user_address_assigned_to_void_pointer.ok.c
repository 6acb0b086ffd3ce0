// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: kernel
#include <kernel/user_address.h>

void *take(char *address);
void *take(char *address)
{
    void *pointer = address;
    return pointer;
}
