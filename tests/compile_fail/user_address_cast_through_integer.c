// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: kernel
// expect: (aggregate value used where|where arithmetic or pointer type is required)
#include <kernel/user_address.h>

char *take(struct user_address address);
char *take(struct user_address address)
{
    return (char *)(uintptr_t)address;
}
