// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lends buffers in its memory and its flash that are as long as a number can say, and such whose
// end wraps round to just before and just behind where they begin.
//
// expect: error 320 cases answered exactly
#include "user_access.h"

int main(void)
{
    ATTACK_START("lend_lengths_huge");
    access_begin();
    const uint32_t places[] = {
        access.memory_start, access.memory_start + 1, access.memory_end - 1, access.memory_end,
        access.flash_start,  access.flash_start + 3,  access.flash_end - 1,  access.flash_end};
    static const uint32_t lengths[] = {0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFE0, 0x80000001,
                                       0x80000000, 0x7FFFFFFF, 0x40000000, 0x10000};
    for (uint32_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        for (uint32_t j = 0; j < sizeof lengths / sizeof lengths[0]; j++) {
            access_case_both(places[i], lengths[j]);
        }
        for (uint32_t j = 0; j < 4; j++) {
            const uint32_t wrap = 0u - places[i];
            access_case_both(places[i], wrap + j);
            access_case_both(places[i], wrap + places[j] + 1);
            access_case_both(places[i], wrap + places[j + 4] + 1);
        }
    }
    access_end();
    return 1;
}
