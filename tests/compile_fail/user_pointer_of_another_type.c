// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: kernel
// folder: kernel
// expect: both sides have one type
#include "user_pointer.h"

enum error move(struct process *process, uint32_t *to);
enum error move(struct process *process, uint32_t *to)
{
    const USER_POINTER(const uint16_t) pointer = {.address = user_address_from_word(64)};
    return user_get(process, to, pointer);
}
