// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lends all ranges around the first byte of its memory, each side of it at byte precision.
//
// expect: error 408 cases answered exactly
#include "user_access.h"

int main(void)
{
    ATTACK_START("lend_edge_memory_start");
    access_begin();
    access_edge(ACCESS_READ_WRITE, access.memory_start);
    access_edge(ACCESS_READ_ONLY, access.memory_start);
    access_end();
    return 1;
}
