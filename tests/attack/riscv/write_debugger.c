// SPDX-License-Identifier: Apache-2.0 OR MIT
// Writes where the debug unit of a real part is.
//
// expect: fault data access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("write_debugger");
    attack_write(0x00000100);
    return 1;
}
