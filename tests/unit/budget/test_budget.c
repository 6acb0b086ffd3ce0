// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Budgets against what was really used, tick by tick.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>
#include <stdbool.h>
#include <string.h>

#include <abi/system.h>
#include <lib/invariant.h>

#include "budget.h"
#include "random.h"

enum { HZ = 1000000, SPAN_TICKS = 4000, SCHEDULES = 3000, PIECE = 3 };

void invariant_failed(void)
{
    fail_msg("an invariant is broken");
    __builtin_trap();
}

/// A budget in ticks, which budget_start() would not take so small.
static struct budget small_budget(uint32_t budget_ticks, uint32_t period_ticks)
{
    return (struct budget){
        .budget_ticks = budget_ticks,
        .period_ticks = period_ticks,
        .piece_ticks = PIECE,
        .refill_count = 1,
        .refill_ticks = {budget_ticks},
    };
}

static uint32_t ticks_in_all(const struct budget *budget)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i < budget->refill_count; i++) {
        assert_true(budget->refill_ticks[i] != 0);
        assert_true(i < 2 || budget->refill_at[i - 1] <= budget->refill_at[i]);
        sum += budget->refill_ticks[i];
    }
    return sum;
}

static void limits_are_checked_on_both_sides(void **state)
{
    (void)state;
    const uint32_t min = SYSTEM_BUDGET_MICROSECONDS_MIN;
    const uint32_t max = SYSTEM_PERIOD_MICROSECONDS_MAX;
    const struct {
        uint32_t budget;
        uint32_t period;
        bool is_legal;
    } cases[] = {
        {0, 0, true},           {0, 1000, false},          {1, 1000, false},
        {min - 1, 1000, false}, {min, 1000, true},         {min, min, true},
        {min, min - 1, false},  {1000, 0, false},          {1000, 999, false},
        {1000, 1000, true},     {1000, max, true},         {1000, max + 1, false},
        {max, max, true},       {max + 1, max + 1, false}, {UINT32_MAX, UINT32_MAX, false},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_int_equal(budget_is_legal(cases[i].budget, cases[i].period), cases[i].is_legal);
        if (cases[i].is_legal) {
            struct budget budget;
            memset(&budget, 0xFF, sizeof(budget));
            budget_start(&budget, cases[i].budget, cases[i].period, HZ, 5);
            assert_int_equal(budget.budget_ticks, cases[i].budget);
            assert_int_equal(budget.period_ticks, cases[i].period);
            assert_int_equal(budget_is_limited(&budget), cases[i].budget != cases[i].period);
        }
    }
}

static void microseconds_become_ticks_of_any_clock(void **state)
{
    (void)state;
    const struct {
        uint32_t hz;
        uint32_t budget;
        uint32_t ticks;
    } cases[] = {
        {25000000, 1000, 25000},           {25000000, 320, 8000},   {10000000, 59999999, 599999990},
        {71000000, 60000000, 4260000000u}, {32768, 1000000, 32000},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct budget budget;
        budget_start(&budget, cases[i].budget, 60000000, cases[i].hz, 0);
        assert_int_equal(budget.budget_ticks, cases[i].ticks);
    }
}

static void used_at_once_comes_back_a_period_later(void **state)
{
    (void)state;
    struct budget budget = small_budget(10, 100);
    assert_int_equal(budget_open(&budget, 1000), 10);
    assert_true(budget_charge(&budget, 10));
    assert_int_equal(budget_open(&budget, 1099), 0);
    assert_int_equal(budget_next(&budget), 1100);
    assert_int_equal(budget_open(&budget, 1100), 10);
}

static void parts_come_back_one_by_one(void **state)
{
    (void)state;
    struct budget budget = small_budget(30, 100);
    assert_int_equal(budget_open(&budget, 0), 30);
    assert_false(budget_charge(&budget, 10));
    assert_int_equal(budget_open(&budget, 50), 20);
    assert_true(budget_charge(&budget, 20));
    assert_int_equal(budget_open(&budget, 99), 0);
    assert_int_equal(budget_open(&budget, 100), 10);
    assert_true(budget_charge(&budget, 10));
    assert_int_equal(budget_open(&budget, 149), 0);
    assert_int_equal(budget_open(&budget, 150), 20);
}

static void one_use_charged_in_parts_comes_back_as_one(void **state)
{
    (void)state;
    struct budget budget = small_budget(30, 100);
    assert_int_equal(budget_open(&budget, 0), 30);
    for (unsigned i = 0; i < 29; i++) {
        assert_false(budget_charge(&budget, 1));
    }
    assert_true(budget_charge(&budget, 1));
    assert_int_equal(budget.refill_count, 1);
    assert_int_equal(budget_open(&budget, 100), 30);
}

static void a_rest_below_a_piece_waits_for_the_next_refill(void **state)
{
    (void)state;
    struct budget budget = small_budget(10, 100);
    assert_int_equal(budget_open(&budget, 0), 10);
    assert_false(budget_charge(&budget, 10 - PIECE + 1));
    assert_int_equal(budget_open(&budget, 10), 0);
    assert_int_equal(budget_next(&budget), 100);
    assert_int_equal(budget_open(&budget, 100), 10);
}

static void an_overrun_is_paid_for_later(void **state)
{
    (void)state;
    struct budget budget = small_budget(10, 100);
    assert_int_equal(budget_open(&budget, 0), 10);
    assert_true(budget_charge(&budget, 14)); // 4 of the next period
    assert_int_equal(budget_open(&budget, 99), 0);
    assert_int_equal(budget_open(&budget, 104), 6);
    assert_int_equal(ticks_in_all(&budget), 10);

    budget = small_budget(10, 100);
    assert_int_equal(budget_open(&budget, 0), 10);
    assert_true(budget_charge(&budget, 1000));
    assert_int_equal(budget_open(&budget, 9999), 0);
    assert_int_equal(budget_open(&budget, 10000), 10);

    budget = small_budget(10, 100);
    assert_int_equal(budget_open(&budget, 0), 10);
    assert_true(budget_charge(&budget, UINT64_MAX));
    assert_int_equal(ticks_in_all(&budget), 10);
    assert_true(budget_next(&budget) >= (uint64_t)(UINT32_MAX / 10) * 100);
}

static void what_is_given_up_is_used(void **state)
{
    (void)state;
    struct budget budget = small_budget(30, 100);
    assert_int_equal(budget_open(&budget, 0), 30);
    assert_false(budget_charge(&budget, 10));
    budget_discard(&budget);
    assert_int_equal(budget_open(&budget, 99), 0);
    assert_int_equal(budget_open(&budget, 110), 30);
}

static void budget_as_long_as_its_period_is_turns_without_a_limit(void **state)
{
    (void)state;
    struct budget budget = small_budget(10, 10);
    assert_int_equal(budget_open(&budget, 0), 10);
    assert_false(budget_charge(&budget, 9));
    assert_int_equal(budget_open(&budget, 9), 1); // The rest of a turn that was cut short.
    assert_true(budget_charge(&budget, 1));
    assert_int_equal(budget_open(&budget, 10), 10);
    assert_true(budget_charge(&budget, 25));
    assert_int_equal(budget_open(&budget, 35), 10);
    budget_discard(&budget);
    assert_int_equal(budget_open(&budget, 35), 10);
}

/// A process that wants to run now and then is let run when its budget says so, and is charged
/// every few ticks. Fills in when it ran.
static void schedule_run(struct random *random, struct budget *budget, bool ran[SPAN_TICKS])
{
    const uint32_t wanting = 1 + random_below(random, 60);
    const uint32_t resting = random_below(random, 2) == 0 ? 0 : random_below(random, 80);
    uint32_t left = 0; // of what it wants, or of its rest
    bool wants = false;
    uint32_t open = 0;
    uint32_t used = 0;
    for (uint32_t now = 0; now < SPAN_TICKS; now++) {
        if (left == 0) {
            wants = !wants;
            left = 1 + random_below(random, (wants ? wanting : resting) + 1);
        }
        left--;
        // At any tick the kernel may look, and must when it stops or what was opened is used.
        if (used != 0 && (!wants || used == open || random_below(random, 5) == 0)) {
            assert_true(budget_charge(budget, used) == (used == open));
            open = 0;
            used = 0;
        }
        if (wants && open == 0) {
            open = budget_open(budget, now);
            assert_true(open != 0 || budget_next(budget) > now);
        }
        assert_true(ticks_in_all(budget) == budget->budget_ticks);
        ran[now] = wants && open != 0;
        used += ran[now];
    }
}

static void no_window_of_a_period_holds_more_than_the_budget(void **state)
{
    (void)state;
    struct random seeded = random_start("no_window_of_a_period_holds_more_than_the_budget");
    struct random *const random = &seeded;
    unsigned long windows = 0;
    for (unsigned i = 0; i < SCHEDULES; i++) {
        const uint32_t period = 2 * PIECE + 2 + random_below(random, 120);
        const uint32_t budget_ticks = PIECE + 1 + random_below(random, period - PIECE - 1);
        struct budget budget = small_budget(budget_ticks, period);
        static bool ran[SPAN_TICKS];
        schedule_run(random, &budget, ran);
        uint32_t sum = 0;
        for (uint32_t end = 0; end < SPAN_TICKS; end++) {
            sum += ran[end];
            sum -= end >= period ? ran[end - period] : 0;
            assert_true(sum <= budget_ticks);
            windows++;
        }
    }
    printf("counted: %lu windows\n", windows);
}

/// The other side: who always wants to run gets the budget in each period.
static void who_wants_all_gets_the_budget_in_each_period(void **state)
{
    (void)state;
    for (uint32_t budget_ticks = PIECE; budget_ticks < 40; budget_ticks++) {
        struct budget budget = small_budget(budget_ticks, 40);
        uint32_t used = 0;
        uint32_t open = 0;
        for (uint32_t now = 0; now < SPAN_TICKS; now++) {
            if (open == 0) {
                open = budget_open(&budget, now);
            }
            if (open != 0) {
                used++;
                open--;
                (void)budget_charge(&budget, 1);
            }
            if ((now + 1) % 40 == 0) {
                assert_int_equal(used, budget_ticks * ((now + 1) / 40));
            }
        }
    }
}

/// What is used with short breaks is one turn in the next period, and one with long breaks is not.
static void short_breaks_do_not_scatter_a_budget(void **state)
{
    (void)state;
    for (uint32_t pause = 0; pause <= PIECE + 1; pause++) {
        struct budget budget = small_budget(30, 200);
        uint64_t now = 0;
        for (uint32_t i = 0; i < 3; i++) {
            assert_true(budget_open(&budget, now) >= 10);
            (void)budget_charge(&budget, 10);
            now += 10 + pause;
        }
        const uint32_t open = budget_open(&budget, 200 + 2 * pause);
        assert_int_equal(open, pause <= PIECE ? 30 : 10);
    }
}

/// However much the parts were scattered: after a period without use all is there.
static void all_is_there_after_a_rest_of_a_period(void **state)
{
    (void)state;
    struct random seeded = random_start("all_is_there_after_a_rest_of_a_period");
    struct random *const random = &seeded;
    for (unsigned i = 0; i < SCHEDULES; i++) {
        struct budget budget = small_budget(20 + random_below(random, 50), 100);
        uint64_t now = 0;
        for (unsigned j = 0; j < 30; j++) {
            const uint32_t open = budget_open(&budget, now);
            const uint32_t used = open == 0 ? 0 : 1 + random_below(random, open);
            (void)budget_charge(&budget, used);
            now += used + random_below(random, 20);
        }
        assert_int_equal(budget_open(&budget, now + 100), budget.budget_ticks);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limits_are_checked_on_both_sides),
        cmocka_unit_test(microseconds_become_ticks_of_any_clock),
        cmocka_unit_test(used_at_once_comes_back_a_period_later),
        cmocka_unit_test(parts_come_back_one_by_one),
        cmocka_unit_test(one_use_charged_in_parts_comes_back_as_one),
        cmocka_unit_test(a_rest_below_a_piece_waits_for_the_next_refill),
        cmocka_unit_test(an_overrun_is_paid_for_later),
        cmocka_unit_test(what_is_given_up_is_used),
        cmocka_unit_test(budget_as_long_as_its_period_is_turns_without_a_limit),
        cmocka_unit_test(no_window_of_a_period_holds_more_than_the_budget),
        cmocka_unit_test(who_wants_all_gets_the_budget_in_each_period),
        cmocka_unit_test(short_breaks_do_not_scatter_a_budget),
        cmocka_unit_test(all_is_there_after_a_rest_of_a_period),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
