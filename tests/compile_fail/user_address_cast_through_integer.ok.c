// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: kernel
#include <kernel/user_address.h>

uintptr_t take(const char *address);
uintptr_t take(const char *address)
{
    return (uintptr_t)address;
}
