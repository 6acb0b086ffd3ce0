// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes a system call with the stack pointer in another program's memory.
//
// expect: fault stack error on exception entry
#include "attack.h"

int main(void)
{
    ATTACK_START("stack_in_neighbour");
    attack_call_with_stack(attack_memory_start() - SLOT_RAM_BYTES + 0x800);
    attack_succeeded();
    return 1;
}
