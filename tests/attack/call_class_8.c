// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes a system call of the first class that Tock does not have.
//
// expect: fault unknown system call
#include "attack.h"

int main(void)
{
    ATTACK_START("call_class_8");
    ATTACK_SYSTEM_CALL(8);
    attack_succeeded();
    return 1;
}
