// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes an IPC call without a capability.
//
// expect: fault unknown system call
// expect: error refused
#include "attack.h"

int main(void)
{
    ATTACK_START("call_class_64");
    uint32_t status = 0xFFFFFFFF;
    ATTACK_IPC_CALL(64, status);
    if (status == 0) {
        attack_succeeded();
    } else {
        attack_print("refused\n");
    }
    return 1;
}
