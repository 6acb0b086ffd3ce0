// SPDX-License-Identifier: Apache-2.0 OR MIT
// Moves the vector table into the program's own memory.
//
// expect: fault bus error
#include "attack.h"

int main(void)
{
    ATTACK_START("write_vector_table_offset");
    *(volatile uint32_t *)(uintptr_t)(SYSTEM_CONTROL + 0xD08) = attack_memory_start();
    attack_succeeded();
    return 1;
}
