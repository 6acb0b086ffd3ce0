// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes a system call with the stack pointer at the end of its block: the frame would overwrite
// its process record.
//
// expect: fault stack error on exception entry
#include "attack.h"

int main(void)
{
    ATTACK_START("stack_at_block_end");
    attack_call_with_stack(attack_memory_end());
    attack_succeeded();
    return 1;
}
