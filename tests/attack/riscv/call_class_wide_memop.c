// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes a system call whose class has bits beyond the lowest eight; the lowest name a class of
// Tock. Either all bits count or only the lowest eight, as for Tock.
//
// expect: fault unknown system call
// expect: error as its lowest bits say
#include "attack.h"

int main(void)
{
    ATTACK_START("call_class_wide_memop");
    register uint32_t a0 __asm__("a0") = MEMOP_MEMORY_START;
    register uint32_t a1 __asm__("a1") = 0;
    register uint32_t a4 __asm__("a4") = 0xABCDEF00u + SYSTEM_CALL_MEMOP;
    __asm__ volatile("ecall" : "+r"(a0), "+r"(a1) : "r"(a4) : "memory");
    uint32_t start = a1;
    if (start == attack_memory_start()) {
        attack_print("as its lowest bits say\n");
    } else {
        attack_succeeded();
    }
    return 1;
}
