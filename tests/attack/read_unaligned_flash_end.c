// SPDX-License-Identifier: Apache-2.0 OR MIT
// Reads a word of which half lies behind its own flash.
//
// expect: fault data access violation
#include "attack.h"

static const uint8_t filler[8192] = {1};

int main(void)
{
    ATTACK_START("read_unaligned_flash_end");
    // With the filler the image, and so its end, is a multiple of the emulator's page.
    (void)*(const volatile uint8_t *)filler;
    attack_read(attack_flash_end() - 2);
    return 1;
}
