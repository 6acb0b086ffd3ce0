// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lends a word of every MiB of the address space: devices, memory that nobody has, holes.
//
// expect: error 8192 cases answered exactly
#include "user_access.h"

#define STEP_BYTES 0x100000u

int main(void)
{
    ATTACK_START("lend_sweep_space");
    access_begin();
    uint32_t address = 0x40; // Not where the program itself starts on any board.
    do {
        access_case_both(address, 4);
        address += STEP_BYTES;
    } while (address >= STEP_BYTES);
    access_end();
    return 1;
}
