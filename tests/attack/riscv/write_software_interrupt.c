// SPDX-License-Identifier: Apache-2.0 OR MIT
// Triggers an interrupt by software.
//
// expect: fault data access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("write_software_interrupt");
    attack_write(0x02000000);
    return 1;
}
