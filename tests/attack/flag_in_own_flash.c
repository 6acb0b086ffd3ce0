// SPDX-License-Identifier: Apache-2.0 OR MIT
// Has yield-no-wait write its flag to its own program and its own header, with and without an
// upcall to run: what can only be read is not written, and the upcall runs all the same.
//
// expect: error 258 cases answered exactly
#include "upcalls.h"

enum { PLACES = 64 };

static uint32_t calls;

static void flag_case(uint32_t address)
{
    bulkhead_trap_yield(YIELD_NO_WAIT, address);
    access_require(calls == 0);
    upcall_queue();
    bulkhead_trap_yield(YIELD_NO_WAIT, address);
    access_require(calls == 1);
    calls = 0;
}

static uint32_t sum_of_flash(void)
{
    uint32_t sum = 0;
    for (uint32_t address = access.flash_start; address < access.flash_end; address += 4) {
        sum = (sum ^ *(const volatile uint32_t *)attack_hide(address)) * 16777619u;
    }
    return sum;
}

int main(void)
{
    ATTACK_START("flag_in_own_flash");
    access_begin();
    const uint32_t before = sum_of_flash();
    bulkhead_subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED, upcall_count, &calls);
    for (uint32_t place = 0; place < PLACES; place++) {
        flag_case(access.flash_start - PLACES / 2 + place);
        flag_case(access.flash_end - PLACES / 2 + place);
    }
    access_require(sum_of_flash() == before);
    access_require(!bulkhead_yield_no_wait());
    access_end();
    return 1;
}
