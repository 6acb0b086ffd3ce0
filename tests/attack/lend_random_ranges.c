// SPDX-License-Identifier: Apache-2.0 OR MIT
// Lends five thousand random ranges at random distances from every edge that there is (the seed is
// fixed), and knows of each whether it is its own.
//
// expect: error 5000 cases answered exactly
#include "random.h"
#include "user_access.h"

enum { CASES = 5000 };

/// Mostly short, sometimes about as long as a region, sometimes as long as a number can say.
static uint32_t random_length(void)
{
    const uint32_t length = random_next();
    switch (random_next() % 8) {
    case 0:
        return length;
    case 1:
        return length % BOARD_SLOT_RAM_BYTES;
    case 2:
        return 0u - length % 64;
    default:
        return length % 64;
    }
}

int main(void)
{
    ATTACK_START("lend_random_ranges");
    access_begin();
    const uint32_t edges[] = {
        access.memory_start, access.memory_end,    access.flash_start, access.flash_end,
        ATTACK_NEXT_RAM,     attack_grant_start(), BOARD_RAM_BASE,     0};
    for (uint32_t i = 0; i < CASES; i++) {
        const uint32_t edge = edges[random_next() % (sizeof edges / sizeof edges[0])];
        const uint32_t address = edge + random_next() % 129 - 64;
        access_case(random_next() % 2 == 0 ? ACCESS_READ_WRITE : ACCESS_READ_ONLY, address,
                    random_length());
    }
    access_end();
    return 1;
}
