// SPDX-License-Identifier: Apache-2.0 OR MIT
// Asks for writeable flash regions that it does not have.
//
// expect: error refused: FAILED
#include "attack.h"

int main(void)
{
    ATTACK_START("memop_region_unknown");
    if (bulkhead_result_is_success(bulkhead_memop(MEMOP_WRITEABLE_REGION_START, 0)) ||
        bulkhead_result_is_success(bulkhead_memop(MEMOP_WRITEABLE_REGION_END, 0x80000000u))) {
        attack_succeeded();
    }
    attack_report(bulkhead_memop(MEMOP_WRITEABLE_REGION_END, 0xFFFFFFFF));
    return 1;
}
