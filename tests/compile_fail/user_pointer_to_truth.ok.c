// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: kernel
// folder: kernel
#include "user_pointer.h"

enum error move(struct process *process, uint8_t *to);
enum error move(struct process *process, uint8_t *to)
{
    const USER_POINTER(uint8_t) pointer = {.address = user_address_from_word(64)};
    return user_get(process, to, pointer);
}
