// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lends each byte of its own block from the break up: slack, free memory, grants, its own record.
//
// expect: error \d{4,} cases answered exactly
// expect: error \d{3} cases answered exactly
#include "user_access.h"

int main(void)
{
    ATTACK_START("lend_own_block_bytes");
    access_begin();
    const uint32_t end = attack_memory_end();
    for (uint32_t address = access.memory_end; address < end; address++) {
        access_case_both(address, 1);
    }
    access_steal(access.memory_end, end - access.memory_end);
    access_steal(attack_grant_start(), end - attack_grant_start());
    access_end();
    return 1;
}
