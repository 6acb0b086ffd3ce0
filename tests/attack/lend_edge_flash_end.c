// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lends all ranges around the end of its image, each side of it at byte precision.
//
// expect: error 408 cases answered exactly
#include "user_access.h"

int main(void)
{
    ATTACK_START("lend_edge_flash_end");
    access_begin();
    access_edge(ACCESS_READ_ONLY, access.flash_end);
    access_edge(ACCESS_READ_WRITE, access.flash_end);
    access_end();
    return 1;
}
