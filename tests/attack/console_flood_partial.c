// SPDX-License-Identifier: Apache-2.0 OR MIT
// Prints half a line at a time without pause, to keep others from the console.
//
// expect: error drop drop
#include "attack.h"

int main(void)
{
    ATTACK_START("console_flood_partial");
    for (;;) {
        attack_print("drop drop drop ");
    }
    return 1;
}
