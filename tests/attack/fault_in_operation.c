// SPDX-License-Identifier: Apache-2.0 OR MIT
// Faults in the middle of everything: a write, a read and an alarm are under way, with buffers
// lent.
//
// expect: fault undefined instruction
#include "operations.h"

int main(void)
{
    ATTACK_START("fault_in_operation");
    operations_start();
    ATTACK_UNDEFINED();
    attack_succeeded();
    return 1;
}
