// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: kernel
// folder: kernel
// expect: (invalid type argument|indirection requires pointer operand)
#include "user_pointer.h"

enum error move(struct process *process, uint32_t *to);
enum error move(struct process *process, uint32_t *to)
{
    const USER_POINTER(uint32_t) pointer = {.address = user_address_from_word(64)};
    *to = *pointer;
    return user_get(process, to, pointer);
}
