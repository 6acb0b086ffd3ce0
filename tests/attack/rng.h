// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Common to the attacks on the driver of random bytes. A board without it, or without a source,
/// has nothing to attack: then a program says `nothing to attack` and ends.
#pragma once

#include <abi/driver.h>
#include <stdbool.h>

#include "attack.h"

enum { RNG_BYTES = 64, RNG_GUARD_BYTES = 64 };

/// A buffer between bytes that are nobody's to write.
struct rng_guarded {
    uint8_t before[RNG_GUARD_BYTES];
    uint8_t bytes[RNG_BYTES];
    uint8_t behind[RNG_GUARD_BYTES];
};

static inline bool rng_is_there(void)
{
    if (bulkhead_driver_exists(DRIVER_RNG)) {
        return true;
    }
    attack_print("nothing to attack\n");
    return false;
}

static inline struct bulkhead_result rng_allow(void *bytes, size_t length)
{
    return bulkhead_allow_read_write(DRIVER_RNG, RNG_ALLOW_BYTES, bytes, length);
}

static inline bool rng_ask(uint32_t bytes)
{
    return bulkhead_result_is_success(bulkhead_command(DRIVER_RNG, RNG_COMMAND_GET, bytes, 0));
}

/// Waits for the end of the request; how many bytes it delivered.
static inline uint32_t rng_wait(void)
{
    return bulkhead_yield_wait_for(DRIVER_RNG, RNG_UPCALL_DONE).value[1];
}

/// Whether the bytes around the first `length` ones of the buffer are as they were.
static inline bool rng_guards_hold(const struct rng_guarded *guarded, size_t length)
{
    uint8_t seen = 0;
    for (size_t i = 0; i < RNG_GUARD_BYTES; i++) {
        seen |= guarded->before[i] | guarded->behind[i];
    }
    for (size_t i = length; i < RNG_BYTES; i++) {
        seen |= guarded->bytes[i];
    }
    return seen == 0;
}
