// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: kernel
// folder: kernel
#include "user_pointer.h"

enum error move(struct process *process, const uint32_t *from);
enum error move(struct process *process, const uint32_t *from)
{
    const USER_POINTER(uint32_t) pointer = {.address = user_address_from_word(64)};
    return user_put(process, pointer, from);
}
