// SPDX-License-Identifier: Apache-2.0 OR MIT
// Prints without pause, to keep others from the console.
//
// expect: error flood flood
#include "attack.h"

int main(void)
{
    ATTACK_START("console_flood");
    for (;;) {
        attack_print("flood flood flood flood flood flood\n");
    }
    return 1;
}
