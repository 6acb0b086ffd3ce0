// SPDX-License-Identifier: Apache-2.0 OR MIT
// Makes system calls without pause.
//
// expect: error a hundred thousand calls
#include "attack.h"
#include <abi/driver.h>

int main(void)
{
    ATTACK_START("call_storm");
    for (uint32_t count = 1;; count++) {
        bulkhead_command(DRIVER_LED, COMMAND_EXISTS, count, count);
        if (count == 100000) {
            attack_print("a hundred thousand calls\n");
        }
    }
    return 1;
}
