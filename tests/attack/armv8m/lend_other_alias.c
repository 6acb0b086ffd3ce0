// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lends its own memory and flash, and those of others, by the addresses that they have in the other
// security state, where no rule of the protection unit names them.
//
// expect: error 822 cases answered exactly
#include "user_access.h"

#define SECURE_BIT 0x10000000u // Arm MPS2 application note AN505, "Memory map overview"

int main(void)
{
    ATTACK_START("lend_other_alias");
    access_begin();
    access_edge(ACCESS_READ_WRITE, access.memory_start ^ SECURE_BIT);
    access_edge(ACCESS_READ_ONLY, access.memory_end ^ SECURE_BIT);
    access_edge(ACCESS_READ_ONLY, access.flash_start ^ SECURE_BIT);
    access_edge(ACCESS_READ_WRITE, access.flash_end ^ SECURE_BIT);
    access_steal(ATTACK_NEXT_RAM ^ SECURE_BIT, 64);
    access_steal(ATTACK_NEXT_FLASH ^ SECURE_BIT, 64);
    access_steal(BOARD_RAM_BASE ^ SECURE_BIT, 64);
    access_steal(BOARD_FLASH_BASE ^ SECURE_BIT, 64);
    access_steal(BOARD_UART_BASE ^ SECURE_BIT, 4);
    access_steal((access.memory_start ^ SECURE_BIT) - 1, 2);
    access_end();
    return 1;
}
