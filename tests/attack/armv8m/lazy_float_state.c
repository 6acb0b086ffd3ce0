// SPDX-License-Identifier: Apache-2.0 OR MIT
// Claims to use floating point in Secure state, which a program may, and has the processor load
// what such a program would have lost: from the kernel's memory.
//
// expect: fault no coprocessor \(floating point is off\)
#include "attack.h"

enum { CONTROL_SECURE_FLOAT_ACTIVE = 1 << 3 };

int main(void)
{
    ATTACK_START("lazy_float_state");
    __asm__ volatile("msr control, %[active]\n"
                     "isb\n"
                     "mov r0, %[address]\n"
                     ".inst.w 0xEC300A00\n" // vlldm r0
                     :
                     : [active] "r"(CONTROL_SECURE_FLOAT_ACTIVE), [address] "r"(BOARD_RAM_BASE)
                     : "r0", "memory");
    attack_succeeded();
    return 1;
}
