// SPDX-License-Identifier: Apache-2.0 OR MIT
// Has yield-no-wait write its flag to the bytes around both ends of its memory: it is written to
// the first and to the last byte and to no other, also where the protection unit would let it be.
//
// expect: error 20 cases answered exactly
#include "upcalls.h"

enum { MARK = 0x5A };

static volatile uint8_t *byte_at(uint32_t address)
{
    return (volatile uint8_t *)attack_hide(address);
}

static void flag_case(uint32_t address, bool is_written)
{
    *byte_at(address) = MARK;
    bulkhead_trap_yield(YIELD_NO_WAIT, address);
    access_require(*byte_at(address) == (is_written ? 0 : MARK));
    static uint32_t calls;
    const uint32_t before = calls;
    bulkhead_subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED, upcall_count, &calls);
    upcall_queue();
    *byte_at(address) = MARK;
    bulkhead_trap_yield(YIELD_NO_WAIT, address);
    access_require(*byte_at(address) == (is_written ? 1 : MARK) && calls == before + 1);
}

int main(void)
{
    ATTACK_START("flag_at_edges");
    // A break behind which bytes of the same word are exposed.
    bulkhead_memop(MEMOP_BREAK_SET, (attack_break() & ~3u) + 5);
    access_begin();
    flag_case(access.memory_start, true);
    flag_case(access.memory_start + 1, true);
    flag_case(access.memory_start + 3, true);
    flag_case(access.memory_end - 1, true);
    flag_case(access.memory_end - 2, true);
    flag_case(access.memory_end - 4, true);
    flag_case(access.memory_end - 5, true);
    flag_case(access.memory_end, false);
    flag_case(access.memory_end + 1, false);
    flag_case(access.memory_end + 2, false);
    access_end();
    return 1;
}
