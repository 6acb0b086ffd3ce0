// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes a system call of a class in the middle of nowhere.
//
// expect: fault unknown system call
#include "attack.h"

int main(void)
{
    ATTACK_START("call_class_128");
    ATTACK_SYSTEM_CALL(128);
    attack_succeeded();
    return 1;
}
