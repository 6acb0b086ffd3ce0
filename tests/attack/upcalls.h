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

static inline void upcall_queue(void)
{
    bulkhead_command(DRIVER_ALARM, ALARM_COMMAND_SET_RELATIVE, 0, 0);
}

static inline uint32_t upcall_address(bulkhead_upcall_fn function)
{
    return (uint32_t)(uintptr_t)function;
}
