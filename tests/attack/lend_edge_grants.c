// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lends all ranges around the two ends of what the kernel keeps in the program's own block.
//
// expect: error 816 cases answered exactly
#include "user_access.h"

int main(void)
{
    ATTACK_START("lend_edge_grants");
    access_begin();
    for (uint32_t kind = 0; kind < ACCESS_KIND_COUNT; kind++) {
        access_edge((enum access_kind)kind, attack_grant_start());
        access_edge((enum access_kind)kind, attack_memory_end());
    }
    access_end();
    return 1;
}
