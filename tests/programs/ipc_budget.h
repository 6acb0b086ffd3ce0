// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Common to the programs about budgets: time in microseconds, and a stretch of time on the
/// processor as a program itself sees it.
#pragma once

#include <abi/ipc.h>
#include <bulkhead/alarm.h>
#include <bulkhead/ipc_call.h>
#include <stdint.h>

enum {
    CLIENT_BUDGET_US = 2000,
    CLIENT_PERIOD_US = 20000,
    CHILD_BUDGET_US = 1000,
    GAP_US = 400, ///< longer than all that the kernel does between two looks at the time
};

struct turns {
    uint32_t used_us;    ///< on the processor
    uint32_t longest_us; ///< without a break
    uint32_t breaks;
};

static inline uint32_t time_us(void)
{
    return bulkhead_alarm_now_ticks() / (bulkhead_alarm_frequency_hz() / 1000000);
}

/// Looks at the time until so much has been used, or has passed.
static inline struct turns turns_spin(uint32_t used_us, uint32_t passed_us)
{
    const uint32_t ticks_per_us = bulkhead_alarm_frequency_hz() / 1000000;
    const uint32_t start = bulkhead_alarm_now_ticks();
    struct turns turns = {.used_us = 0};
    uint32_t used = 0;
    uint32_t turn = 0;
    uint32_t last = start;
    while (used / ticks_per_us < used_us && (last - start) / ticks_per_us < passed_us) {
        const uint32_t now = bulkhead_alarm_now_ticks();
        if (now - last > GAP_US * ticks_per_us) {
            turns.breaks++;
            turn = 0;
        } else {
            used += now - last;
            turn += now - last;
        }
        if (turn / ticks_per_us > turns.longest_us) {
            turns.longest_us = turn / ticks_per_us;
        }
        last = now;
    }
    turns.used_us = used / ticks_per_us;
    return turns;
}
