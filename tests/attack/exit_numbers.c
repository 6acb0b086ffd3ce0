// SPDX-License-Identifier: Apache-2.0 OR MIT
// Exits in ways that do not exist, also such that look right in their lower bits: it goes on, with
// all that it has lent and set.
//
// expect: error 47 cases answered exactly
#include "upcalls.h"

static void refused(uint32_t number)
{
    const struct bulkhead_result result = bulkhead_trap_exit(number, 0);
    access_require(result.variant == VARIANT_FAILURE && result.value[0] == ERROR_NO_SUPPORT);
}

int main(void)
{
    static uint32_t calls;
    ATTACK_START("exit_numbers");
    access_lend(ACCESS_READ_WRITE, DRIVER_CONSOLE, ACCESS_SLOT, (uint32_t)(uintptr_t)&calls, 4);
    bulkhead_subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED, upcall_count, &calls);
    upcall_queue();
    for (uint32_t number = 2; number < 8; number++) {
        refused(number);
    }
    for (uint32_t bit = 3; bit < 32; bit++) {
        refused(1u << bit);
    }
    for (uint32_t bit = 8; bit <= 24; bit += 8) {
        refused((1u << bit) + 1);
        refused((1u << bit) - 1);
    }
    refused(0x80000001);
    refused(0xFFFFFFFF);
    refused(0xFFFFFF00);
    refused(0xFFFFFF01);
    access_require(bulkhead_yield_no_wait() && calls == 1);
    access_require(access_is_swap(access_lend(ACCESS_READ_WRITE, DRIVER_CONSOLE, ACCESS_SLOT, 0, 0),
                                  (uint32_t)(uintptr_t)&calls, 4));
    access_end();
    return 1;
}
