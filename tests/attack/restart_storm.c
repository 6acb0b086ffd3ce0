// SPDX-License-Identifier: Apache-2.0 OR MIT
// Restarts itself as fast as it can.
//
// expect: error attack restart_storm start[\s\S]*attack restart_storm start
#include "attack.h"

int main(void)
{
    ATTACK_START("restart_storm");
    bulkhead_exit_restart(1);
    return 1;
}
