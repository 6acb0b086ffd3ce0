// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * A program that minds its own business: it counts aloud, ten times a second, and looks whether
 * anybody has touched its memory or kept the processor. Runs beside an attacker, to show that it
 * goes on.
 */
#pragma once

#include <board_facts.h>
#include <bulkhead/alarm.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum { NEIGHBOUR_WORDS_MAX = 512, NEIGHBOUR_PERIOD_MS = 100, NEIGHBOUR_LATEST_MS = 300 };

/// An eighth of the memory of its slot, where slots are small.
enum {
    NEIGHBOUR_WORDS = BOARD_SLOT_RAM_BYTES / 32 < NEIGHBOUR_WORDS_MAX ? BOARD_SLOT_RAM_BYTES / 32
                                                                      : NEIGHBOUR_WORDS_MAX
};

static uint32_t neighbour_memory[NEIGHBOUR_WORDS];

/// The same for flash. Volatile, so that it is there although nobody needs it.
static const volatile char neighbour_text[] = "SKaaSKbbSKccSKddSKeeSKffSKggSKhh";

/// Printable, so that whoever gets hold of it can show it: tests/neighbours.py looks for it.
static inline uint32_t neighbour_pattern(uint32_t index)
{
    return 0x40404B53u + ((index % 16 + 1) << 16) +
           (index / 16 << 24); // "SK", and two that differ.
}

static inline bool neighbour_is_whole(void)
{
    if (neighbour_text[0] != 'S') {
        return false;
    }
    for (uint32_t i = 0; i < NEIGHBOUR_WORDS; i++) {
        if (*(volatile uint32_t *)&neighbour_memory[i] != neighbour_pattern(i)) {
            return false;
        }
    }
    return true;
}

/// Sleeps for one period. False if that took far too long, because somebody held the processor.
static inline bool neighbour_sleep(void)
{
    uint32_t start_ticks = bulkhead_alarm_now_ticks();
    if (bulkhead_sleep_ms(NEIGHBOUR_PERIOD_MS) != ERROR_NONE) {
        return false;
    }
    return bulkhead_alarm_now_ticks() - start_ticks <
           bulkhead_alarm_ticks_from_ms(NEIGHBOUR_LATEST_MS);
}

/// Prints `NAME N` for ever; `NAME CORRUPTED` or `NAME LATE`, and ends, if it was disturbed.
static inline int neighbour_run(const char *name)
{
    for (uint32_t i = 0; i < NEIGHBOUR_WORDS; i++) {
        neighbour_memory[i] = neighbour_pattern(i);
    }
    for (unsigned count = 1; neighbour_is_whole(); count++) {
        printf("%s %u\n", name, count);
        if (!neighbour_sleep()) {
            printf("%s LATE\n", name);
            return 1;
        }
    }
    printf("%s CORRUPTED\n", name);
    return 1;
}
