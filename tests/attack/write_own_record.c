// SPDX-License-Identifier: Apache-2.0 OR MIT
// Overwrites the end of its block, where the kernel keeps its process record.
//
// expect: fault data access violation
#include "attack.h"

int main(void)
{
    ATTACK_START("write_own_record");
    attack_write(attack_memory_end() - 4);
    return 1;
}
