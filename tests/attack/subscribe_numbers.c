// SPDX-License-Identifier: Apache-2.0 OR MIT
// Subscribes to numbers that a driver does not have, also to such that look right in their lower
// bits. The alarm has number 0 only, and no other subscription touches that.
//
// expect: error 106 cases answered exactly
#include "upcalls.h"

static void refused(uint32_t number)
{
    const uint32_t function = upcall_address(upcall_count);
    access_require(
        access_is_refusal(bulkhead_trap_subscribe(DRIVER_ALARM, number, function, number),
                          ERROR_NO_SUPPORT, function, number));
    access_require(access_is_refusal(bulkhead_trap_subscribe(DRIVER_ALARM, number, 0, number),
                                     ERROR_NO_SUPPORT, 0, number));
}

int main(void)
{
    static uint32_t calls;
    ATTACK_START("subscribe_numbers");
    bulkhead_subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED, upcall_count, &calls);
    upcall_queue();
    for (uint32_t number = 1; number <= 12; number++) {
        refused(number);
    }
    for (uint32_t bit = 4; bit < 32; bit++) {
        refused(1u << bit);
    }
    for (uint32_t bit = 8; bit <= 24; bit += 8) {
        refused((1u << bit) - 1);
        refused((1u << bit) + 1);
        refused(3u << bit);
    }
    refused(0xFFFFFFFF);
    refused(0x7FFFFFFF);
    refused(0xFFFFFF00);
    // None of them has dropped the upcall that was waiting.
    access_require(bulkhead_yield_no_wait() && calls == 1);
    access_require(!bulkhead_yield_no_wait());
    access_end();
    return 1;
}
