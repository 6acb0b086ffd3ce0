// SPDX-License-Identifier: Apache-2.0 OR MIT
// layer: kernel
// folder: kernel
// expect: both sides have one type, whose values are all patterns of bits
#include "user_pointer.h"

enum error move(struct process *process, bool *to);
enum error move(struct process *process, bool *to)
{
    const USER_POINTER(bool) pointer = {.address = user_address_from_word(64)};
    return user_get(process, to, pointer);
}
