// SPDX-License-Identifier: Apache-2.0 OR MIT
// Jumps to the value with which the kernel returns to programs.
//
// expect: fault instruction access violation
// expect: fault (bus error|invalid pc|invalid state)
#include "attack.h"

int main(void)
{
    ATTACK_START("jump_to_program_return");
    attack_call(0xFFFFFFFDu);
    return 1;
}
