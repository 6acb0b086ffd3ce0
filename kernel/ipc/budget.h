// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * A budget: how much a process may run in each period. Arithmetic only; turn.h applies it.
 *
 * Budget below period: a sporadic server. What was used comes back one period behind the moment
 * when its use began, so that no stretch of time as long as a period ever holds more than the
 * budget. What there is, now or later, is kept as a short list of refills; two are made one, at the
 * time of the later, when the list is full or the first is too small to be worth a turn. Budget
 * equal to period: no limit, but equals take turns of that length.
 *
 * Use: budget_open() when it begins to be used, budget_charge() when that ends, or in between.
 * What was used beyond the end is taken from later refills, which come a period later for it.
 *
 * Invariants: the times of refills behind the first ascend, and are not more than a period behind
 * that of the first; refills add up to the budget; none is empty.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <lib/attributes.h>

enum { BUDGET_REFILLS_MAX = 4 };

struct budget {
    uint32_t budget_ticks; ///< 0: there is no limit, and nothing is counted
    uint32_t period_ticks;
    uint32_t piece_ticks; ///< a first refill below this waits for the second
    uint32_t refill_count;
    uint32_t refill_ticks[BUDGET_REFILLS_MAX];
    uint64_t refill_at[BUDGET_REFILLS_MAX];
};

/// Whether budget and period are legal. Context: any.
MUST_CHECK bool budget_is_legal(uint32_t budget_microseconds, uint32_t period_microseconds);

/**
 * Fills in a budget that is all there. Budget and period are legal.
 *
 * @param time_hz  ticks a second; at least 1,000.
 * Context: any.
 */
void budget_start(struct budget *budget, uint32_t budget_microseconds, uint32_t period_microseconds,
                  uint32_t time_hz, uint64_t now);

static inline bool budget_is_limited(const struct budget *budget)
{
    return budget->budget_ticks != budget->period_ticks;
}

/// What can be used from now on, without a break; 0: nothing before budget_next().
MUST_CHECK uint32_t budget_open(struct budget *budget, uint64_t now);

/// When budget_open() will give something, if it gave nothing.
static inline uint64_t budget_next(const struct budget *budget)
{
    return budget->refill_at[0];
}

/**
 * Counts `used_ticks` as used, from the last budget_open() or the end of the last charge on.
 *
 * @return whether a turn is over: all that could be used without a break is.
 */
bool budget_charge(struct budget *budget, uint64_t used_ticks);

/// Gives up what could be used now: it counts as used.
void budget_discard(struct budget *budget);
