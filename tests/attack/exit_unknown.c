// SPDX-License-Identifier: Apache-2.0 OR MIT
// Exits in a way that does not exist.
//
// expect: error refused: NO_SUPPORT
#include "attack.h"

int main(void)
{
    ATTACK_START("exit_unknown");
    attack_report(bulkhead_trap_exit(7, 0));
    return 1;
}
