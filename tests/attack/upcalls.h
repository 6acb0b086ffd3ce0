// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Common to the attacks that have upcalls made: an alarm that is due at once queues one.
#pragma once

#include "user_access.h"

/// Counts in *data, unless that is null.
static inline void upcall_count(uint32_t now, uint32_t expiration, uint32_t zero, void *data)
{
    (void)now;
    (void)expiration;
    (void)zero;
    if (data != NULL) {
        (*(volatile uint32_t *)data)++;
    }
}

/// Keeps the first argument in *data; so with the length of a write.
static inline void upcall_keep_first(uint32_t first, uint32_t second, uint32_t third, void *data)
{
    (void)second;
    (void)third;
    *(volatile uint32_t *)data = first;
}

/// Keeps the second one; so with the length of a read, or of random bytes.
static inline void upcall_keep_second(uint32_t first, uint32_t second, uint32_t third, void *data)
{
    (void)first;
    (void)third;
    *(volatile uint32_t *)data = second;
}

/// Is not to be called.
static inline void upcall_forbidden(uint32_t first, uint32_t second, uint32_t third, void *data)
{
    (void)first;
    (void)second;
    (void)third;
    (void)data;
    attack_succeeded();
}

static inline void upcall_queue(void)
{
    bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_SET_RELATIVE, 0, 0);
}

static inline uint32_t upcall_address(bulkhead_upcall_fn function)
{
    return (uint32_t)(uintptr_t)function;
}
