// SPDX-License-Identifier: Apache-2.0 OR MIT
// Has yield-no-wait write its flag to each place of a buffer: one byte changes, and those around it
// do not.
//
// expect: error 66 cases answered exactly
#include "upcalls.h"

enum { PLACES = 33, MARK = 0x5A };

static volatile uint8_t bytes[PLACES + 8];

static bool only_changed(uint32_t place, uint8_t flag)
{
    bool is_right = true;
    for (uint32_t i = 0; i < sizeof bytes; i++) {
        is_right = is_right && bytes[i] == (i == place ? flag : MARK);
        bytes[i] = MARK;
    }
    return is_right;
}

int main(void)
{
    ATTACK_START("flag_is_one_byte");
    bulkhead_subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED, upcall_count, NULL);
    (void)only_changed(0, 0);
    for (uint32_t place = 4; place < PLACES + 4; place++) {
        const uint32_t address = (uint32_t)(uintptr_t)&bytes[place];
        bulkhead_trap_yield(YIELD_NO_WAIT, address);
        access_require(only_changed(place, 0));
        upcall_queue();
        bulkhead_trap_yield(YIELD_NO_WAIT, address);
        access_require(only_changed(place, 1));
    }
    access_end();
    return 1;
}
