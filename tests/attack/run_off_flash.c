// SPDX-License-Identifier: Apache-2.0 OR MIT
// Executes past the end of its own flash.
//
// expect: fault instruction access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("run_off_flash");
    attack_call(attack_flash_end() + ATTACK_CODE_BIT);
    return 1;
}
