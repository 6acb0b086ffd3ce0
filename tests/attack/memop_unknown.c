// SPDX-License-Identifier: Apache-2.0 OR MIT
// Asks for memory operations that do not exist.
//
// expect: error refused: NO_SUPPORT
#include "attack.h"

int main(void)
{
    ATTACK_START("memop_unknown");
    static const uint32_t operations[] = {12, 255, 256, 0x7FFFFFFF, 0x80000000u, 0xFFFFFFFE};
    for (uint32_t i = 0; i < sizeof(operations) / sizeof(operations[0]); i++) {
        if (bulkhead_result_error(bulkhead_memop(operations[i], 0)) != ERROR_NO_SUPPORT) {
            attack_succeeded();
        }
    }
    attack_report(bulkhead_memop(0xFFFFFFFF, 0));
    return 1;
}
