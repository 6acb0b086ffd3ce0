// SPDX-License-Identifier: Apache-2.0 OR MIT
// Has the console print from the last and from the first bytes of its memory and of its flash, at
// each length and each place in a word: the kernel reads every byte of them and not one more.
//
// expect: error \[edge\]\n[\s\S]*136 cases answered exactly
#include "user_access.h"

static uint32_t written(uint32_t address, uint32_t length)
{
    access_lend(ACCESS_READ_ONLY, DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, address, length);
    bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_WRITE, length, 0);
    return bulkhead_yield_wait_for(DRIVER_CONSOLE, CONSOLE_UPCALL_WRITTEN).value[0];
}

int main(void)
{
    static const char edge[] = "\n[edge]\n";
    ATTACK_START("write_at_edges");
    // An odd break, so that the last byte is the first of its word.
    bulkhead_memop(MEMOP_BREAK_SET, (attack_break() & ~3u) + 41);
    access_begin();
    memset((void *)attack_hide(access.memory_end - 40), 0, 40);
    for (uint32_t length = 0; length <= ACCESS_LENGTH_MAX; length++) {
        access_require(written(access.memory_end - length, length) == length);
        access_require(written(access.memory_end - 40 + length % 4, length) == length);
        // What lies there is anything, which the console does not show.
        access_require(written(access.memory_end - 35, length) == length);
        access_require(written(access.memory_end - 33, length) == length);
    }
    char *last = (char *)attack_hide(access.memory_end - 8);
    memcpy(last, edge, 8);
    (void)written(access.memory_end - 8, 8);
    (void)written(access.flash_end - 1, 1);
    (void)written(access.flash_start, 1);
    access_end();
    return 1;
}
