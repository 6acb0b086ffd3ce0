// SPDX-License-Identifier: Apache-2.0 OR MIT
// Writes the rules of the protection unit itself (Smepmp).
//
// expect: fault undefined instruction
#include "attack.h"

int main(void)
{
    ATTACK_START("privileged_write_security");
    ATTACK_CONTROL_REGISTER("csrwi 0x747, 0");
    attack_succeeded();
    return 1;
}
