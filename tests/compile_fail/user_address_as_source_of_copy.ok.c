// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: kernel
#include <kernel/user_address.h>
#include <lib/memory.h>

void copy(char *to, const char *from);
void copy(char *to, const char *from)
{
    (void)memcpy(to, from, 4);
}
