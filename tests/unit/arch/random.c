// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "random.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct random random_from(uint64_t seed)
{
    return (struct random){seed};
}

struct random random_start(const char *test)
{
    const char *given = getenv("RANDOM_SEED");
    const uint64_t seed = given != NULL ? strtoull(given, NULL, 0) : (uint64_t)time(NULL);
    printf("%s: RANDOM_SEED=%llu\n", test, (unsigned long long)seed);
    fflush(stdout);
    return random_from(seed);
}

// SplitMix64: every seed is as good as any other.
uint32_t random_next(struct random *random)
{
    random->state += 0x9E3779B97F4A7C15u;
    uint64_t mixed = random->state;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
    return (uint32_t)((mixed ^ (mixed >> 31)) >> 16);
}

uint32_t random_below(struct random *random, uint32_t count)
{
    return random_next(random) % count;
}

size_t random_size(struct random *random)
{
    const uint32_t limit = 1u << random_below(random, 19);
    const uint32_t size = random_below(random, limit + 1);
    switch (random_below(random, 4)) {
    case 0:
        return limit;
    case 1:
        return limit + random_below(random, 3) - 1;
    default:
        return size;
    }
}

int random_once_in(struct random *random, uint32_t count)
{
    return random_below(random, count) == 0;
}
