// SPDX-License-Identifier: Apache-2.0 OR MIT
// Reads the clock past the kernel.
//
// expect: fault data access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("read_clock");
    attack_read(0x0200BFF8);
    return 1;
}
