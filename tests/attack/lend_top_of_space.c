// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lends all ranges around the end of the address space, which is also its beginning.
//
// expect: error 414 cases answered exactly
#include "user_access.h"

int main(void)
{
    ATTACK_START("lend_top_of_space");
    access_begin();
    access_edge(ACCESS_READ_WRITE, 0);
    access_edge(ACCESS_READ_ONLY, 0);
    // From the last byte there is through all of the program's memory and flash.
    access_case_both(0xFFFFFFFF, access.memory_end + 1);
    access_case_both(0xFFFFFFFF, access.flash_end + 1);
    access_case_both(0xFFFFFFFF, 0xFFFFFFFF);
    access_end();
    return 1;
}
