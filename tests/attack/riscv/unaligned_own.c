// SPDX-License-Identifier: Apache-2.0 OR MIT
// Loads and stores words of its own at odd addresses. Whether the processor can or not, no other
// byte changes.
//
// expect: error only its own bytes
// expect: fault unaligned access
#include "attack.h"

int main(void)
{
    ATTACK_START("unaligned_own");
    static uint8_t bytes[12];
    for (uint32_t offset = 1; offset < 8; offset++) {
        memset(bytes, 0, sizeof(bytes));
        *(volatile uint32_t *)attack_hide((uint32_t)(uintptr_t)bytes + offset) = 0xFFFFFFFFu;
        for (uint32_t i = 0; i < sizeof(bytes); i++) {
            if ((bytes[i] != 0) != (i >= offset && i < offset + 4)) {
                attack_succeeded();
            }
        }
    }
    attack_print("only its own bytes\n");
    return 1;
}
