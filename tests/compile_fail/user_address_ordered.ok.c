// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: kernel
#include <kernel/user_address.h>

int is_below(uintptr_t one, uintptr_t other);
int is_below(uintptr_t one, uintptr_t other)
{
    return one < other;
}
