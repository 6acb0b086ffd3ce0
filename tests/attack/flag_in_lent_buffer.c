// SPDX-License-Identifier: Apache-2.0 OR MIT
// Has yield-no-wait write its flag into the text that the console prints at that time, and into the
// data of the upcall that it runs: the kernel is one more that writes there, no more.
//
// expect: error 60 cases answered exactly
#include "upcalls.h"

enum { TEXT_BYTES = 300, ROUNDS = 30, FLAG_STEP_BYTES = 9 };

static uint32_t written_bytes;

int main(void)
{
    char text[TEXT_BYTES];
    static uint32_t calls;
    ATTACK_START("flag_in_lent_buffer");
    bulkhead_subscribe(DRIVER_ALARM, ALARM_UPCALL_FIRED, upcall_count, &calls);
    for (uint32_t round = 0; round < ROUNDS; round++) {
        upcall_queue();
        calls = 0;
        // The flag is written before the function runs, so the count goes on from it.
        bulkhead_trap_yield(YIELD_NO_WAIT, (uint32_t)(uintptr_t)&calls);
        access_require(calls == 2);
    }
    bulkhead_subscribe(DRIVER_CONSOLE, CONSOLE_UPCALL_WRITTEN, upcall_keep_first, &written_bytes);
    memset(text, 'f', sizeof text);
    const uint32_t address = (uint32_t)(uintptr_t)text;
    for (uint32_t round = 0; round < ROUNDS; round++) {
        written_bytes = 0;
        access_lend(ACCESS_READ_ONLY, DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, address, sizeof text);
        bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_WRITE, sizeof text, 0);
        upcall_queue();
        bulkhead_trap_yield(YIELD_NO_WAIT, address + round * FLAG_STEP_BYTES);
        bulkhead_trap_yield(YIELD_NO_WAIT, address + round * FLAG_STEP_BYTES);
        text[round * FLAG_STEP_BYTES] = 'f';
        while (written_bytes == 0) {
            bulkhead_yield_wait();
        }
        access_require(written_bytes == sizeof text);
    }
    access_lend(ACCESS_READ_ONLY, DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, 0, 0);
    attack_print("\n");
    access_end();
    return 1;
}
