// SPDX-License-Identifier: Apache-2.0 OR MIT
// Has a typed byte written into its processor state while it waits for that byte: the state is then
// that of an exception handler.
//
// expect: fault invalid pc
#include "own_frame.h"

int main(void)
{
    ATTACK_START("read_into_own_state");
    OWN_FRAME_READ(FRAME_STATE);
    attack_succeeded();
    return 1;
}
