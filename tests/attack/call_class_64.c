// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes an IPC call without a capability.
//
// expect: fault unknown system call
// expect: error refused
#include "attack.h"

int main(void)
{
    ATTACK_START("call_class_64");
    register uint32_t status __asm__("r0") = 0xFFFFFFFF;
    __asm__ volatile("svc #64"
                     : "+r"(status)
                     :
                     : "r1", "r2", "r3", "r4", "r5", "r6", "r8", "memory");
    if (status == 0) {
        attack_succeeded();
    } else {
        attack_print("refused\n");
    }
    return 1;
}
