// SPDX-License-Identifier: Apache-2.0 OR MIT
// Executes an undefined instruction.
//
// expect: fault undefined instruction
#include "attack.h"

int main(void)
{
    ATTACK_START("undefined_instruction");
    ATTACK_UNDEFINED();
    attack_succeeded();
    return 1;
}
