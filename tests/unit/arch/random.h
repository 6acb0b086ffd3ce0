// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Random numbers for tests, from a seed that is printed: RANDOM_SEED in the environment repeats a
/// run.
#pragma once

#include <stddef.h>
#include <stdint.h>

struct random {
    uint64_t state;
};

/// Takes the seed from the environment or the clock and prints it with the test's name.
struct random random_start(const char *test);

/// From a seed, without printing.
struct random random_from(uint64_t seed);

uint32_t random_next(struct random *random);

/// 0 to count - 1.
uint32_t random_below(struct random *random, uint32_t count);

/// Up to 256 KiB and a byte, of any magnitude, often a power of two or next to one.
size_t random_size(struct random *random);

/// True once in `count` times.
int random_once_in(struct random *random, uint32_t count);
