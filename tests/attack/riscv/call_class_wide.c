// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes a system call whose class has bits beyond the lowest eight: the lowest are 255.
//
// expect: fault unknown system call
#include "attack.h"

int main(void)
{
    ATTACK_START("call_class_wide");
    ATTACK_SYSTEM_CALL(0xFFFFFFFFu);
    attack_succeeded();
    return 1;
}
