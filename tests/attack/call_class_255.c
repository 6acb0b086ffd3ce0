// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes a system call of the class with which other kernels enter a program.
//
// expect: fault unknown system call
#include "attack.h"

int main(void)
{
    ATTACK_START("call_class_255");
    ATTACK_SYSTEM_CALL(255);
    attack_succeeded();
    return 1;
}
