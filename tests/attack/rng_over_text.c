// SPDX-License-Identifier: Apache-2.0 OR MIT
// Has random bytes written to the text that the console prints at that time, and to where the flag
// of yield-no-wait goes: buffers may lie on each other, and each driver does what it is asked.
//
// expect: error 40 cases answered exactly|nothing to attack
#include "rng.h"
#include "upcalls.h"

enum { ROUNDS = 20, TEXT_BYTES = 300 };

static uint32_t given_bytes;
static uint32_t written_bytes;

int main(void)
{
    uint8_t bytes[TEXT_BYTES];
    ATTACK_START("rng_over_text");
    if (!rng_is_there()) {
        return 1;
    }
    bulkhead_subscribe(DRIVER_RNG, RNG_UPCALL_DONE, upcall_keep_second, &given_bytes);
    bulkhead_subscribe(DRIVER_CONSOLE, CONSOLE_UPCALL_WRITTEN, upcall_keep_first, &written_bytes);
    for (uint32_t round = 0; round < ROUNDS; round++) {
        memset(bytes, 'n', sizeof bytes);
        given_bytes = 0;
        written_bytes = 0;
        bulkhead_allow_read_only(DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, bytes, sizeof bytes);
        rng_allow(bytes, sizeof bytes);
        bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_WRITE, sizeof bytes, 0);
        (void)rng_ask(sizeof bytes);
        while (given_bytes == 0 || written_bytes == 0) {
            bulkhead_trap_yield(YIELD_NO_WAIT, (uint32_t)(uintptr_t)&bytes[round]);
        }
        access_require(given_bytes == sizeof bytes);
        access_require(written_bytes == sizeof bytes);
    }
    bulkhead_allow_read_only(DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, NULL, 0);
    attack_print("\n");
    access_end();
    return 1;
}
