// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: kernel
#include <kernel/user_address.h>
#include <lib/memory.h>

void clear(char *start);
void clear(char *start)
{
    memory_clear(start, 4);
}
