// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "fake_board.h"

enum { CROSSINGS_MAX = 8, ROUNDS_MAX = 10000 };

static struct {
    bool is_failed;
    bool is_deferred;
    bool is_timer_set;
    uint64_t timer_at;
} status[BENCH_CAPSULES_MAX];

static size_t crossing[CROSSINGS_MAX];
static size_t crossing_count;

bool bench_enter(size_t capsule)
{
    assert_true(crossing_count < CROSSINGS_MAX && capsule < bench_capsule_count);
    for (size_t i = 0; i < crossing_count; i++) {
        // A callback inside a call: the capsule is on the way already.
        assert_int_not_equal(crossing[i], capsule);
    }
    if (status[capsule].is_failed) {
        return false;
    }
    crossing[crossing_count++] = capsule;
    return true;
}

void bench_leave(void)
{
    crossing_count--;
}

enum fake_capsule fake_capsule_calling(void)
{
    assert_true(crossing_count > 0);
    return (enum fake_capsule)crossing[crossing_count - 1];
}

uint32_t fake_driver_calling(void)
{
    return bench_capsules[fake_capsule_calling()].driver;
}

static void entry_call(size_t capsule, void (*entry)(void))
{
    if (entry != NULL && bench_enter(capsule)) {
        entry();
        bench_leave();
    }
}

/// Not watched by the sanitizer, which keeps its own bytes between the variables.
__attribute__((no_sanitize("address"))) static void state_clear(size_t capsule)
{
    for (volatile uint8_t *byte = bench_capsules[capsule].state_start;
         byte < bench_capsules[capsule].state_end; byte++) {
        *byte = 0;
    }
}

static void capsule_start(size_t capsule)
{
    memset(&status[capsule], 0, sizeof status[capsule]);
    state_clear(capsule);
    entry_call(capsule, bench_capsules[capsule].init);
}

int bench_reset(void **state)
{
    (void)state;
    assert_true(bench_capsule_count <= BENCH_CAPSULES_MAX);
    crossing_count = 0;
    fake_processes_reset();
    for (size_t i = 0; i < bench_capsule_count; i++) {
        state_clear(i);
    }
    for (size_t i = 0; i < bench_capsule_count; i++) {
        capsule_start(i);
    }
    fake_run();
    return 0;
}

void bench_capsule_fail(size_t capsule)
{
    memset(&status[capsule], 0, sizeof status[capsule]);
    status[capsule].is_failed = true;
}

void bench_capsule_restart(size_t capsule, const struct process_id *processes, size_t count)
{
    capsule_start(capsule);
    for (size_t i = 0; i < count && bench_capsules[capsule].on_restart != NULL; i++) {
        struct process_id copy = processes[i];
        assert_true(bench_enter(capsule));
        bench_capsules[capsule].on_restart(&copy);
        fake_grant_renew(copy, bench_capsules[capsule].kept_bytes);
        bench_leave();
    }
}

void bench_abort_before_upcall(size_t capsule, struct process_id process)
{
    assert_true(bench_enter(capsule));
    fake_grant_before_upcall(process);
    bench_leave();
    bench_capsule_fail(capsule);
    bench_capsule_restart(capsule, &process, 1);
}

// ---------------------------------------------------------------------------------------------
// What fake_gates.c wants of a board

void fake_process_ended(struct process_id process)
{
    for (size_t i = 0; i < bench_capsule_count; i++) {
        struct process_id copy = process;
        if (bench_capsules[i].process_ended != NULL && bench_enter(i)) {
            bench_capsules[i].process_ended(&copy);
            bench_leave();
        }
    }
}

void fake_deferred_note(enum fake_capsule capsule)
{
    status[capsule].is_deferred = true;
}

void deferred_call_request(void)
{
    fake_deferred_note(fake_capsule_calling());
}

void timer_set(uint64_t at)
{
    status[fake_capsule_calling()].is_timer_set = true;
    status[fake_capsule_calling()].timer_at = at;
}

void timer_cancel(void)
{
    status[fake_capsule_calling()].is_timer_set = false;
}

static bool run_round(void)
{
    bool is_active = false;
    for (size_t i = 0; i < bench_capsule_count; i++) {
        if (status[i].is_deferred) {
            status[i].is_deferred = false;
            is_active = true;
            entry_call(i, bench_capsules[i].deferred);
        }
        if (status[i].is_timer_set && status[i].timer_at <= time_now()) {
            status[i].is_timer_set = false;
            is_active = true;
            entry_call(i, bench_capsules[i].timer);
        }
    }
    return is_active;
}

void fake_run(void)
{
    for (size_t rounds = 0; run_round(); rounds++) {
        assert_true(rounds < ROUNDS_MAX);
    }
}

struct fake_answer fake_command(uint32_t driver, struct process_id process, uint32_t number,
                                uint32_t argument0, uint32_t argument1)
{
    for (size_t i = 0; i < bench_capsule_count; i++) {
        if (bench_capsules[i].driver == driver) {
            struct command command = {
                .process = process,
                .number = number,
                .argument = {argument0, argument1},
            };
            struct fake_answer answer = {.count = 2, .word = {VARIANT_FAILURE, ERROR_FAILED}};
            if (bench_enter(i)) {
                bench_capsules[i].command(&command);
                bench_leave();
                answer.count = command.result_count;
                memcpy(answer.word, command.result, sizeof answer.word);
            }
            return answer;
        }
    }
    fail_msg("no such driver");
    return (struct fake_answer){0};
}
