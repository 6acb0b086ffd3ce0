// SPDX-License-Identifier: Apache-2.0 OR MIT
// Executes an instruction of which half lies behind its own flash. The emulator looks at the first
// half only, and finds what cannot be executed.
//
// expect: fault instruction access violation
// expect: fault undefined instruction
#include "attack.h"

/// Thread-local data is what the image ends with, so its last two bytes are the first
/// half of a call.
static _Thread_local volatile uint32_t last_words[2] = {0x00730073, 0x00730073};

/// Whether the last word of the image is the two halves.
static bool is_call_last(void)
{
    last_words[0] = 0;
    return *(const volatile uint32_t *)attack_hide(attack_flash_end() - 4) == 0x00730073;
}

int main(void)
{
    ATTACK_START("run_off_flash_half");
    if (!is_call_last()) {
        attack_print("the image does not end with the call\n");
        return 1;
    }
    attack_call(attack_flash_end() - 2);
    return 1;
}
