// SPDX-License-Identifier: Apache-2.0 OR MIT
// Tries to make itself privileged through the CONTROL register. The instruction has no effect in a
// program.
//
// expect: error control is 3
#include "attack.h"

int main(void)
{
    ATTACK_START("become_privileged");
    uint32_t control = 0;
    __asm__ volatile("msr control, %[control]\n"
                     "isb\n"
                     "mrs %[control], control\n"
                     : [control] "+r"(control));
    if (control == 3) {
        attack_print("control is 3\n");
    } else {
        attack_succeeded();
    }
    return 1;
}
