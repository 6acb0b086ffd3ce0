// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "budget.h"

#include <abi/system.h>
#include <lib/invariant.h>

enum {
    PER_THOUSAND = 1000,
    PIECES_PER_SECOND = 20000, ///< the least piece is 50 microseconds
};

/// Rounded down to thousandths of a second's ticks; of all legal values it fits.
static uint32_t ticks_from_microseconds(uint32_t microseconds, uint32_t time_hz)
{
    const uint32_t per_millisecond = time_hz / PER_THOUSAND;
    return microseconds / PER_THOUSAND * per_millisecond +
           microseconds % PER_THOUSAND * per_millisecond / PER_THOUSAND;
}

bool budget_is_legal(uint32_t budget_microseconds, uint32_t period_microseconds)
{
    return budget_microseconds == 0 ? period_microseconds == 0
                                    : budget_microseconds >= SYSTEM_BUDGET_MICROSECONDS_MIN &&
                                          budget_microseconds <= period_microseconds &&
                                          period_microseconds <= SYSTEM_PERIOD_MICROSECONDS_MAX;
}

void budget_start(struct budget *budget, uint32_t budget_microseconds, uint32_t period_microseconds,
                  uint32_t time_hz, uint64_t now)
{
    const uint32_t budget_ticks = ticks_from_microseconds(budget_microseconds, time_hz);
    *budget = (struct budget){
        .budget_ticks = budget_ticks,
        .period_ticks = ticks_from_microseconds(period_microseconds, time_hz),
        .piece_ticks = time_hz / PIECES_PER_SECOND,
        .refill_count = budget_ticks != 0,
        .refill_ticks = {budget_ticks},
        .refill_at = {now},
    };
}

/// Takes the first refill out of the list.
static void first_remove(struct budget *budget)
{
    budget->refill_count--;
    for (uint32_t i = 0; i < budget->refill_count; i++) {
        budget->refill_ticks[i] = budget->refill_ticks[i + 1];
        budget->refill_at[i] = budget->refill_at[i + 1];
    }
}

/// Has `ticks` come back at `at`, which is not before any other refill. The first `open` of those
/// are used now.
static void refill_append(struct budget *budget, uint64_t at, uint32_t ticks, uint32_t open)
{
    const uint32_t count = budget->refill_count;
    if (count != 0) {
        const uint64_t last_at = budget->refill_at[count - 1];
        const uint32_t last_ticks = budget->refill_ticks[count - 1];
        // One behind the other is one: before the last one is used up, the time of this has come.
        // So is one behind a short break, as each interrupt makes one, unless the last is what is
        // used now; it comes later for that.
        const uint64_t last_end = last_at + last_ticks;
        const uint32_t break_ticks = count == open ? 0 : budget->piece_ticks;
        const bool is_next = at >= last_end && at - last_end <= break_ticks;
        if (is_next || count == BUDGET_REFILLS_MAX) {
            budget->refill_ticks[count - 1] = last_ticks + ticks;
            budget->refill_at[count - 1] = is_next ? at - last_ticks : at;
            return;
        }
    }
    budget->refill_ticks[count] = ticks;
    budget->refill_at[count] = at;
    budget->refill_count = count + 1;
}

uint32_t budget_open(struct budget *budget, uint64_t now)
{
    while (budget->refill_count > 1 &&
           (budget->refill_at[1] <= now || budget->refill_ticks[0] < budget->piece_ticks)) {
        budget->refill_ticks[1] += budget->refill_ticks[0];
        first_remove(budget);
    }
    if (budget->refill_at[0] > now) {
        return 0;
    }
    budget->refill_at[0] = now;
    return budget->refill_ticks[0];
}

/// What was used comes back a period behind the moment when its use began.
static bool limited_charge(struct budget *budget, uint32_t used_ticks)
{
    // All of it, perhaps several times over, which is an overrun: everything comes so much later.
    const uint32_t rounds = used_ticks / budget->budget_ticks;
    for (uint32_t i = 0; i < budget->refill_count; i++) {
        budget->refill_at[i] += (uint64_t)rounds * budget->period_ticks;
    }
    used_ticks -= rounds * budget->budget_ticks;
    bool is_over = rounds != 0;
    for (uint32_t i = 0; i < BUDGET_REFILLS_MAX && used_ticks >= budget->refill_ticks[0]; i++) {
        const uint32_t ticks = budget->refill_ticks[0];
        const uint64_t at = budget->refill_at[0];
        first_remove(budget);
        refill_append(budget, at + budget->period_ticks, ticks, 0);
        used_ticks -= ticks;
        is_over = true;
    }
    if (used_ticks != 0) {
        invariant(used_ticks < budget->refill_ticks[0]);
        const uint64_t at = budget->refill_at[0];
        budget->refill_ticks[0] -= used_ticks;
        budget->refill_at[0] = at + used_ticks;
        refill_append(budget, at + budget->period_ticks, used_ticks, 1);
    }
    return is_over;
}

bool budget_charge(struct budget *budget, uint64_t used_ticks)
{
    const uint32_t used = used_ticks < UINT32_MAX ? (uint32_t)used_ticks : UINT32_MAX;
    if (budget_is_limited(budget)) {
        return limited_charge(budget, used);
    }
    if (used < budget->refill_ticks[0]) {
        budget->refill_ticks[0] -= used;
        return false;
    }
    budget->refill_ticks[0] = budget->budget_ticks;
    return true;
}

void budget_discard(struct budget *budget)
{
    (void)budget_charge(budget, budget->refill_ticks[0]);
}
