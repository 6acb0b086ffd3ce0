// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes a system call of the class that is reserved for ever.
//
// expect: fault unknown system call
#include "attack.h"

int main(void)
{
    ATTACK_START("call_class_79");
    ATTACK_SYSTEM_CALL(79);
    attack_succeeded();
    return 1;
}
