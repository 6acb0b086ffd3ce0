// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lends buffers that begin in its own memory and end in a neighbour's, and the other way round: two
// blocks without a gap are no region.
//
// expect: error \d+ cases answered exactly
#include "user_access.h"

int main(void)
{
    ATTACK_START("lend_across_blocks");
    access_begin();
    const uint32_t next = ATTACK_NEXT_RAM;
    const uint32_t former = ATTACK_FORMER_RAM;
    for (uint32_t length = 1; length <= ACCESS_LENGTH_MAX; length++) {
        access_steal(access.memory_start - length, length + 1);
        access_steal(access.memory_end - 1, attack_memory_end() - access.memory_end + 1 + length);
        access_steal(next - length, length + 1);
        access_steal(former - length, length + 1);
        access_case(ACCESS_READ_WRITE, access.memory_start - length, length + 1);
        access_case(ACCESS_READ_WRITE, next - length, length + 1);
    }
    access_steal(former, access.memory_end - former);
    access_steal(access.memory_start, next + 64 - access.memory_start);
    access_steal(access.flash_start, ATTACK_NEXT_FLASH + 256 - access.flash_start);
    access_steal(ATTACK_FORMER_FLASH, access.flash_end - ATTACK_FORMER_FLASH);
    access_end();
    return 1;
}
