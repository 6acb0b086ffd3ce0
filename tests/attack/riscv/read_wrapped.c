// SPDX-License-Identifier: Apache-2.0 OR MIT
// Loads a word whose bytes wrap around the address space.
//
// expect: fault data access violation
// expect: fault unaligned access
#include "attack.h"

int main(void)
{
    ATTACK_START("read_wrapped");
    attack_read(0xFFFFFFFEu);
    return 1;
}
