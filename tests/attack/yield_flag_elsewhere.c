// SPDX-License-Identifier: Apache-2.0 OR MIT
// Has yield-no-wait write its flag into foreign memory: every byte of the next program's memory,
// its own code, the kernel. The kernel must ignore the address.
//
// expect: error all flags were ignored
#include "attack.h"

enum {
    SCANNED_BYTES = BOARD_SLOT_RAM_BYTES < 0x1400 ? BOARD_SLOT_RAM_BYTES : 0x1400,
    KERNEL_SCANNED_BYTES = BOARD_RAM_BYTES < 0x4000 ? BOARD_RAM_BYTES : 0x4000,
};

int main(void)
{
    ATTACK_START("yield_flag_elsewhere");
    uint32_t neighbour = ATTACK_NEXT_RAM;
    for (uint32_t offset = 0; offset < SCANNED_BYTES; offset++) {
        bulkhead_trap_yield(YIELD_NO_WAIT, neighbour + offset);
    }
    for (uint32_t offset = 0; offset < 0x400; offset++) {
        bulkhead_trap_yield(YIELD_NO_WAIT, attack_flash_start() + offset);
        bulkhead_trap_yield(YIELD_NO_WAIT, BOARD_FLASH_BASE + offset);
        bulkhead_trap_yield(YIELD_NO_WAIT, attack_memory_end() - 1 - offset);
    }
    for (uint32_t offset = 0; offset < KERNEL_SCANNED_BYTES; offset++) {
        bulkhead_trap_yield(YIELD_NO_WAIT, BOARD_RAM_BASE + offset);
    }
    bulkhead_trap_yield(YIELD_NO_WAIT, attack_break());
    bulkhead_trap_yield(YIELD_NO_WAIT, 0xFFFFFFFFu);
    attack_print("all flags were ignored\n");
    return 1;
}
