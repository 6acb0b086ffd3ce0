// SPDX-License-Identifier: Apache-2.0 OR MIT
// Moves the vector table into the program's own memory.
//
// expect: fault bus error
#include "attack.h"

#define SYSTEM_CONTROL 0xE000E000u // Armv7-M ARM B3.2

int main(void)
{
    ATTACK_START("write_vector_table_offset");
    *(volatile uint32_t *)(uintptr_t)(SYSTEM_CONTROL + 0xD08) = attack_memory_start();
    attack_succeeded();
    return 1;
}
