// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lends parts of its memory and moves the break: it goes down to the end of the highest byte that
// was ever lent, to be read or to be written, and not one further. What was refused, what is empty
// and what lies in flash does not count.
//
// expect: error 35 cases answered exactly
#include "user_access.h"

enum { GROWTH_BYTES = 48 };

/// Two cases: a break that must be refused, and which stays where it is.
static void refused(uint32_t address)
{
    const uint32_t before = attack_break();
    const struct bulkhead_result result = bulkhead_memop(MEMOP_BREAK_SET, address);
    access_require(result.variant == VARIANT_FAILURE && result.value[0] == ERROR_NO_MEMORY);
    access_require(attack_break() == before);
}

static void granted(uint32_t address)
{
    access_require(bulkhead_memop(MEMOP_BREAK_SET, address).variant == VARIANT_SUCCESS);
    access_require(attack_break() == address);
}

static void lend(enum access_kind kind, uint32_t address, uint32_t length)
{
    (void)access_lend(kind, DRIVER_CONSOLE, ACCESS_SLOT, address, length);
}

int main(void)
{
    ATTACK_START("break_mark_exact");
    access_begin();
    const uint32_t low = access.memory_end;
    const uint32_t high = low + GROWTH_BYTES;
    granted(high);
    // None of these is lent memory.
    lend(ACCESS_READ_WRITE, high, 0);
    lend(ACCESS_READ_ONLY, high, 0);
    lend(ACCESS_READ_WRITE, high - 1, 2);
    lend(ACCESS_READ_ONLY, low, 0xFFFFFFFF);
    lend(ACCESS_READ_ONLY, access.flash_end - 4, 4);
    access_lend(ACCESS_READ_WRITE, DRIVER_CONSOLE, 77, low, GROWTH_BYTES);
    access_lend(ACCESS_READ_WRITE, 0x7777, 0, low, GROWTH_BYTES);
    granted(low);
    granted(high);

    lend(ACCESS_READ_ONLY, low, 5);
    refused(low);
    refused(low + 4);
    granted(low + 5);
    granted(high);
    lend(ACCESS_READ_WRITE, low + 16, 1);
    refused(low + 16);
    granted(low + 17);
    lend(ACCESS_READ_WRITE, low, 1);
    refused(low + 16);
    lend(ACCESS_READ_WRITE, 0, 0);
    lend(ACCESS_READ_ONLY, 0, 0);
    refused(low + 16);
    refused(low);
    refused(0);
    refused(0xFFFFFFFF);
    refused(attack_memory_end());
    refused(ATTACK_NEXT_RAM + 64);
    granted(low + 17);
    access_require(!bulkhead_result_is_success(bulkhead_memop(MEMOP_BREAK_MOVE, 0xFFFFFFFF)));
    access_end();
    return 1;
}
