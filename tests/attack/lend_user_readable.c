// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lends in the way that no driver here supports: a bad range is still found, a good one is not
// kept, and neither moves the mark below which the break must not go.
//
// expect: error 274 cases answered exactly
#include "user_access.h"

static void readable_case(uint32_t address, uint32_t length)
{
    const bool is_own = access_is_own(ACCESS_READ_WRITE, address, length);
    access_require(
        access_is_refusal(bulkhead_trap_allow_user_readable(DRIVER_CONSOLE, 0, address, length),
                          is_own ? ERROR_NO_SUPPORT : ERROR_INVALID, address, length));
}

int main(void)
{
    ATTACK_START("lend_user_readable");
    access_begin();
    const uint32_t end = access.memory_end;
    access_require(bulkhead_result_is_success(bulkhead_memop(MEMOP_BREAK_MOVE, 16)));
    access_begin();
    for (uint32_t length = 0; length <= ACCESS_LENGTH_MAX; length++) {
        readable_case(end + 16 - length, length);
        readable_case(end + 17 - length, length);
        readable_case(access.memory_start, length);
        readable_case(access.memory_start - 1, length);
        readable_case(access.flash_start, length);
        readable_case(ATTACK_NEXT_RAM, length);
        readable_case(0u - length, length);
        readable_case(access.memory_start, 0xFFFFFFFF - length);
    }
    access_require(bulkhead_result_is_success(bulkhead_memop(MEMOP_BREAK_SET, end)));
    access_end();
    return 1;
}
