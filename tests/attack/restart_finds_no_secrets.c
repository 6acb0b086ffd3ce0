// SPDX-License-Identifier: Apache-2.0 OR MIT
// Has the kernel keep things in its block, text and buffers and upcalls, fills all memory that it
// can get and restarts: the next life finds nothing but zeros wherever it has not been yet, also
// where the kernel's part was, and what the kernel keeps then is nowhere in it.
//
// expect: error all memory is clean[\s\S]*all memory is clean[\s\S]*all memory is clean
#include "user_access.h"

enum { DIRT = 0xDD };

static const char text[] = "half a line that stays with the kernel";

static bool is_full_of(uint8_t wanted, uint32_t start, uint32_t end)
{
    uint32_t seen = 0;
    for (uint32_t address = start; address < end; address++) {
        seen |= *(volatile uint8_t *)attack_hide(address) ^ wanted;
    }
    return seen == 0;
}

int main(void)
{
    // Before the kernel has taken memory for anything, all of it that can be had.
    const uint32_t start = attack_break();
    uint32_t end = attack_grant_start();
    while (!bulkhead_result_is_success(bulkhead_memop(MEMOP_BREAK_SET, end))) {
        end--;
    }
    const bool is_clean_now = is_full_of(0, start, end);
    memset((void *)attack_hide(start), DIRT, end - start);
    ATTACK_START("restart_finds_no_secrets");
    access_require(is_clean_now);
    // The kernel's part is made only now. It has no trace of what fills the rest, and leaves none.
    access_require(
        access_is_swap(bulkhead_trap_subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED, 0, 1), 0, 0));
    access_require(
        access_is_swap(access_lend(ACCESS_READ_WRITE, DRIVER_CONSOLE, ACCESS_SLOT, end, 0), 0, 0));
    access_require(is_full_of(DIRT, start, end));
    bulkhead_memop(MEMOP_BREAK_SET, start);
    attack_print("all memory is clean\n");
    bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_SET_RELATIVE, 100000, 0);
    bulkhead_command(DRIVER_BUTTON, BUTTON_COMMAND_ENABLE, 0, 0);
    bulkhead_command(DRIVER_LOW_LEVEL_DEBUG, 77, 0, 0);
    access_lend(ACCESS_READ_ONLY, DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, (uint32_t)(uintptr_t)text,
                sizeof text - 1);
    bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_WRITE, sizeof text - 1, 0);
    bulkhead_exit_restart(0);
    return 1;
}
