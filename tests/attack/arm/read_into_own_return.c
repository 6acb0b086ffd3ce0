// SPDX-License-Identifier: Apache-2.0 OR MIT
// Has a typed byte written into its return address while it waits for that byte.
//
// expect: fault instruction access violation
// expect: fault bus error
#include "own_frame.h"

int main(void)
{
    ATTACK_START("read_into_own_return");
    OWN_FRAME_READ(FRAME_RETURN + 3);
    attack_succeeded();
    return 1;
}
