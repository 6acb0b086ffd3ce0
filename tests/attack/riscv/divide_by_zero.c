// SPDX-License-Identifier: Apache-2.0 OR MIT
// Divides by zero and divides the smallest number by -1. Neither traps: the results are defined.
//
// expect: error the quotients are as defined
#include "attack.h"

int main(void)
{
    ATTACK_START("divide_by_zero");
    uint32_t quotient;
    uint32_t overflow;
    __asm__ volatile("div %[quotient], %[one], zero\n"
                     "div %[overflow], %[smallest], %[minus_one]\n"
                     : [quotient] "=&r"(quotient), [overflow] "=r"(overflow)
                     : [one] "r"(1), [smallest] "r"(0x80000000u), [minus_one] "r"(-1));
    if (quotient == 0xFFFFFFFFu && overflow == 0x80000000u) {
        attack_print("the quotients are as defined\n");
    } else {
        attack_succeeded();
    }
    return 1;
}
