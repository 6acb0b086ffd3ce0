// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Random numbers and hurtful addresses for attack programs; the seed is fixed, so runs repeat.
#pragma once

#include "attack.h"

enum { SEED = 20240229 };

static uint32_t state = SEED;

/// A number that follows from the one before (xorshift).
static inline uint32_t random_next(void)
{
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state;
}

/// An address or number that has hurt other kernels, or any.
static inline uint32_t random_value(void)
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
        return BOARD_RAM_BASE + random_next() % BOARD_RAM_BYTES;
    case 6:
        return attack_memory_start() - random_next() % 64;
    case 7:
        return attack_memory_start() + random_next() % BOARD_SLOT_RAM_BYTES;
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
