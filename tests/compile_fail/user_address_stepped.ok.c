// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: kernel
#include <kernel/user_address.h>

uintptr_t next(uintptr_t address);
uintptr_t next(uintptr_t address)
{
    address++;
    return address;
}
