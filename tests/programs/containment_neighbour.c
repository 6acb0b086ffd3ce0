// SPDX-License-Identifier: Apache-2.0 OR MIT
// Uses no driver but the one that it reports to: looks after its memory and its calls, and must not
// notice what happens to capsules.
#include "containment.h"

enum { WORDS = 256, DRIVER_ABSENT = 0x7777 };

static volatile uint32_t memory[WORDS];

static bool memory_is_whole(uint32_t round)
{
    bool is_whole = true;
    for (uint32_t i = 0; i < WORDS; i++) {
        is_whole &= memory[i] == (round ^ i * 0x01010101u);
    }
    return is_whole;
}

static void nothing(uint32_t a, uint32_t b, uint32_t c, void *data)
{
    (void)a;
    (void)b;
    (void)c;
    (void)data;
}

int main(void)
{
    (void)bulkhead_subscribe(INJECTION_DRIVER, 0, nothing, NULL);
    for (uint32_t round = 0;; round++) {
        for (uint32_t i = 0; i < WORDS; i++) {
            memory[i] = round ^ i * 0x01010101u;
        }
        struct bulkhead_result absent = bulkhead_command(DRIVER_ABSENT, 1, round, 0);
        if (!memory_is_whole(round) || bulkhead_result_error(absent) != ERROR_NO_DEVICE) {
            report_add(REPORT_NEIGHBOUR_WRONG, 1);
        }
        report_add(REPORT_NEIGHBOUR_ROUNDS, 1);
        (void)bulkhead_command(INJECTION_DRIVER, 2, 0, 0);
        (void)bulkhead_yield_wait_for(INJECTION_DRIVER, 0);
    }
}
