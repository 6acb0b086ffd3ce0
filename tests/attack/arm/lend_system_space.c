// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lends each word of the system control space and of its neighbours on the private bus.
//
// expect: error 2304 cases answered exactly
#include "user_access.h"

#define PRIVATE_BUS 0xE0000000u // Armv7-M ARM B3.1
#define SYSTEM_CONTROL 0xE000E000u

enum { PAGE_BYTES = 0x1000 };

int main(void)
{
    ATTACK_START("lend_system_space");
    access_begin();
    for (uint32_t offset = 0; offset < PAGE_BYTES; offset += 4) {
        access_case_both(SYSTEM_CONTROL + offset, 4);
    }
    for (uint32_t page = 0; page < 256 / 4; page++) {
        access_case_both(PRIVATE_BUS + page * PAGE_BYTES, PAGE_BYTES);
        access_case_both(PRIVATE_BUS + page * PAGE_BYTES + 0xFFC, 8);
    }
    access_end();
    return 1;
}
