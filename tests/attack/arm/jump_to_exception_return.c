// SPDX-License-Identifier: Apache-2.0 OR MIT
// Jumps to a value that means return from exception in a handler. In a program it is an address
// like any other.
//
// expect: fault instruction access violation
// expect: fault (bus error|invalid pc|invalid state)
#include "attack.h"

int main(void)
{
    ATTACK_START("jump_to_exception_return");
    attack_call(0xFFFFFFF1u);
    return 1;
}
