// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lends the driver of random bytes the memory of a neighbour.
//
// expect: error refused: INVALID|nothing to attack
#include "rng.h"

int main(void)
{
    ATTACK_START("rng_into_neighbour");
    if (rng_is_there()) {
        attack_report(bulkhead_trap_allow_read_write(DRIVER_RNG, RNG_ALLOW_BYTES, ATTACK_NEXT_RAM,
                                                     RNG_BYTES));
    }
    return 1;
}
