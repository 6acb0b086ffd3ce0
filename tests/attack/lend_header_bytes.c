// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lends each byte of its own header to print from, and each range from there into its program.
//
// expect: error 513 cases answered exactly
#include "user_access.h"

int main(void)
{
    ATTACK_START("lend_header_bytes");
    access_begin();
    for (uint32_t address = attack_flash_start(); address < access.flash_start; address++) {
        access_steal(address, 1);
        access_steal(address, access.flash_start - address);
        access_steal(address, access.flash_start - address + 1);
        access_steal(address, access.flash_end - address);
    }
    access_case(ACCESS_READ_ONLY, access.flash_start, access.flash_end - access.flash_start);
    access_end();
    return 1;
}
