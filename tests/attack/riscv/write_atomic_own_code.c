// SPDX-License-Identifier: Apache-2.0 OR MIT
// Sets bits in its own code in one step: readable is not enough.
//
// expect: fault data access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("write_atomic_own_code");
    __asm__ volatile("amoor.w zero, %[value], (%[address])"
                     :
                     : [value] "r"(1), [address] "r"(attack_flash_start() + 0x80)
                     : "memory");
    attack_succeeded();
    return 1;
}
