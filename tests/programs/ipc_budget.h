// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Common to the programs about budgets: time in microseconds, what the kernel takes of it, and a
/// stretch of time on the processor as a program itself sees it.
#pragma once

#include <abi/ipc.h>
#include <bulkhead/alarm.h>
#include <bulkhead/ipc_call.h>
#include <stdint.h>

enum {
    CLIENT_BUDGET_US = 2000,
    CLIENT_PERIOD_US = 20000,
    CHILD_BUDGET_US = 1000,
    LOOKS = 8,
    LOOKS_OF_KERNEL = 11,    ///< take as long as the kernel's longest way to give the processor
    KERNEL_US_SHIPPED = 250, ///< that way, compiled as a board ships, is shorter
    PARTS_MAX = 4,           ///< of a budget
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

/// What the kernel may take when it gives the processor to somebody else and back. It depends on
/// what the compiler has made of the kernel; so does a look at the time, which is measured.
static inline uint32_t kernel_us(void)
{
    uint32_t shortest = UINT32_MAX; // so that nothing else is in it
    uint32_t last = bulkhead_alarm_now_ticks();
    for (uint32_t i = 0; i < LOOKS; i++) {
        const uint32_t now = bulkhead_alarm_now_ticks();
        if (now - last < shortest) {
            shortest = now - last;
        }
        last = now;
    }
    return shortest * LOOKS_OF_KERNEL / (bulkhead_alarm_frequency_hz() / 1000000);
}

/// In how many parts a budget may come back that was used in one. A slow kernel leaves so much of
/// it at the end of a turn that this is a part of its own.
static inline uint32_t parts_max(uint32_t slack_us)
{
    return slack_us <= KERNEL_US_SHIPPED ? 1 : PARTS_MAX;
}

/// Looks at the time until so much has been used, or has passed. A gap between two looks that is
/// longer than the given one is a break.
static inline struct turns turns_spin(uint32_t used_us, uint32_t passed_us, uint32_t gap_us)
{
    const uint32_t ticks_per_us = bulkhead_alarm_frequency_hz() / 1000000;
    const uint32_t start = bulkhead_alarm_now_ticks();
    struct turns turns = {.used_us = 0};
    uint32_t used = 0;
    uint32_t turn = 0;
    uint32_t last = start;
    while (used / ticks_per_us < used_us && (last - start) / ticks_per_us < passed_us) {
        const uint32_t now = bulkhead_alarm_now_ticks();
        if (now - last > gap_us * ticks_per_us) {
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
