// SPDX-License-Identifier: Apache-2.0 OR MIT
// Gives ten thousand random commands to all drivers (the seed is fixed). Printing is left out,
// since it would print the program's own text.
//
// expect: error survived
#include "attack.h"
#include <abi/driver.h>

enum { SEED = 20240229 };

static uint32_t state = SEED;

/// A number that follows from the one before (xorshift).
static uint32_t random_next(void)
{
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state;
}

/// An address or number that has hurt other kernels, or any.
static uint32_t random_value(void)
{
    switch (random_next() % 12) {
    case 0:
        return 0;
    case 1:
        return 1;
    case 2:
        return 0x7FFFFFFF;
    case 3:
        return 0x80000000u;
    case 4:
        return 0xFFFFFFFF;
    case 5:
        return KERNEL_RAM + random_next() % KERNEL_RAM_BYTES;
    case 6:
        return attack_memory_start() - random_next() % 64;
    case 7:
        return attack_memory_start() + random_next() % SLOT_RAM_BYTES;
    case 8:
        return attack_memory_end() - random_next() % 64;
    case 9:
        return attack_flash_end() - random_next() % 64;
    case 10:
        return random_next() % 128;
    default:
        return random_next();
    }
}

int main(void)
{
    ATTACK_START("random_commands");
    for (uint32_t i = 0; i < 10000; i++) {
        uint32_t driver = random_next() % 4 == 0 ? random_value() : random_next() % 16;
        uint32_t command = random_next() % 4 == 0 ? random_value() : random_next() % 12;
        if (driver != DRIVER_CONSOLE && driver != DRIVER_LOW_LEVEL_DEBUG) {
            bulkhead_command(driver, command, random_value(), random_value());
        } else if (command > CONSOLE_COMMAND_ABORT_READ) {
            bulkhead_command(driver, command, random_value(), random_value());
        }
    }
    attack_print("survived\n");
    return 1;
}
