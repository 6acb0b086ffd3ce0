// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lends all ranges around the first byte of its program, behind the header that is the kernel's.
//
// expect: error 408 cases answered exactly
#include "user_access.h"

int main(void)
{
    ATTACK_START("lend_edge_flash_start");
    access_begin();
    access_edge(ACCESS_READ_ONLY, access.flash_start);
    access_edge(ACCESS_READ_WRITE, access.flash_start);
    access_end();
    return 1;
}
