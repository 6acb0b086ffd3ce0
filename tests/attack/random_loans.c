// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lends, swaps, takes back and uses buffers at random, with writes, reads, random bytes and alarms
// under way, breaks that move and flags in between (the seed is fixed): what was never lent stays
// as it is.
//
// expect: error what was not lent is untouched
#include <bulkhead/alarm.h>

#include "random.h"
#include "rng.h"
#include "upcalls.h"

enum { STEPS = 4000, LENT_BYTES = 96, GUARD_BYTES = 32, MARK = 0x5A, GROWTH_BYTES_MAX = 40 };

static struct {
    uint8_t before[GUARD_BYTES];
    uint8_t lent[LENT_BYTES];
    uint8_t behind[GUARD_BYTES];
} memory;

static void random_lend(enum access_kind kind, uint32_t driver, uint32_t slot)
{
    const uint32_t offset = random_next() % (LENT_BYTES + 1);
    const uint32_t length = random_next() % (LENT_BYTES + 1 - offset);
    (void)access_lend(kind, driver, slot, (uint32_t)(uintptr_t)memory.lent + offset, length);
}

static void random_step(uint32_t low)
{
    // The console drops zeros, so what it prints is short.
    const uint32_t number = random_next() % 4 == 0 ? random_value() : random_next() % 128;
    switch (random_next() % 11) {
    case 0:
        random_lend(ACCESS_READ_ONLY, DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE);
        break;
    case 1:
        random_lend(ACCESS_READ_WRITE, DRIVER_CONSOLE, CONSOLE_ALLOW_READ);
        break;
    case 2:
        random_lend(ACCESS_READ_WRITE, DRIVER_RNG, RNG_ALLOW_BYTES);
        break;
    case 3:
        bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_WRITE, number, 0);
        break;
    case 4:
        bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_READ, number, 0);
        break;
    case 5:
        bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_ABORT_READ, 0, 0);
        break;
    case 6:
        bulkhead_command(DRIVER_RNG, RNG_COMMAND_GET, number, 0);
        break;
    case 7:
        upcall_queue();
        break;
    case 8:
        bulkhead_memop(MEMOP_BREAK_SET, low + random_next() % GROWTH_BYTES_MAX);
        break;
    case 9:
        // Any address of others, where nothing may come of it.
        (void)access_lend(random_next() % 2 == 0 ? ACCESS_READ_ONLY : ACCESS_READ_WRITE,
                          DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, ATTACK_NEXT_RAM + number, 4);
        break;
    default:
        bulkhead_trap_yield(YIELD_NO_WAIT,
                            (uint32_t)(uintptr_t)&memory.lent[random_next() % LENT_BYTES]);
        break;
    }
}

int main(void)
{
    ATTACK_START("random_loans");
    const uint32_t low = attack_break();
    memset(memory.before, MARK, GUARD_BYTES);
    memset(memory.behind, MARK, GUARD_BYTES);
    bulkhead_subscribe(DRIVER_CONSOLE, CONSOLE_UPCALL_WRITTEN, upcall_count, NULL);
    bulkhead_subscribe(DRIVER_CONSOLE, CONSOLE_UPCALL_READ, upcall_count, NULL);
    bulkhead_subscribe(DRIVER_RNG, RNG_UPCALL_DONE, upcall_count, NULL);
    for (uint32_t step = 0; step < STEPS; step++) {
        random_step(low);
    }
    // The write under way ends for want of a buffer, and its upcall with the subscription.
    (void)access_lend(ACCESS_READ_ONLY, DRIVER_CONSOLE, CONSOLE_ALLOW_WRITE, 0, 0);
    bulkhead_command(DRIVER_CONSOLE, CONSOLE_COMMAND_ABORT_READ, 0, 0);
    (void)bulkhead_sleep_ms(10);
    bulkhead_subscribe(DRIVER_CONSOLE, CONSOLE_UPCALL_WRITTEN, NULL, NULL);
    bool is_untouched = true;
    for (uint32_t i = 0; i < GUARD_BYTES; i++) {
        is_untouched = is_untouched && memory.before[i] == MARK && memory.behind[i] == MARK;
    }
    access_require(is_untouched);
    attack_print("\nwhat was not lent is untouched\n");
    return 1;
}
