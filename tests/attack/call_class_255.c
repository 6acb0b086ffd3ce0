// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes a system call of the class with which other kernels enter a program.
//
// expect: fault unknown system call
#include "attack.h"

int main(void)
{
    ATTACK_START("call_class_255");
    __asm__ volatile("svc #255" : : : "r0", "r1", "r2", "r3", "memory");
    attack_succeeded();
    return 1;
}
