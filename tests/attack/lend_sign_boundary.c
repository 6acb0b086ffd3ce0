// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lends all ranges around the address where a signed number would turn negative, and buffers of its
// own so long that a signed length would.
//
// expect: error 414 cases answered exactly
#include "user_access.h"

int main(void)
{
    ATTACK_START("lend_sign_boundary");
    access_begin();
    access_edge(ACCESS_READ_WRITE, 0x80000000);
    access_edge(ACCESS_READ_ONLY, 0x80000000);
    access_case_both(access.memory_start, 0x80000000);
    access_case_both(access.memory_start, 0x80000010);
    access_case_both(access.flash_start, 0xFFFFFFF0);
    access_end();
    return 1;
}
