// SPDX-License-Identifier: Apache-2.0 OR MIT
// Jumps to an even address, which would mean Arm code; this processor has only Thumb.
//
// expect: fault invalid state
#include "attack.h"

int main(void)
{
    ATTACK_START("jump_to_even_address");
    attack_call(attack_flash_start() + 0x80);
    return 1;
}
