// SPDX-License-Identifier: Apache-2.0 OR MIT
// Faults while the console has copied the first part of a long text: the rest dies with it, also
// when its next life, and the one after that, do the same.
//
// expect: fault undefined instruction[\s\S]*Fault: fault_in_long_write\b[^\n:]*: undefined
#include "long_text.h"

int main(void)
{
    ATTACK_START("fault_in_long_write");
    long_text_start();
    ATTACK_UNDEFINED();
    attack_succeeded();
    return 1;
}
