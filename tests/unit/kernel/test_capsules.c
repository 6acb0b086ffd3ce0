// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The capsule boundary: aborts, and what is noted of them.
#include <abi/error.h>
#include <abi/system_call.h>
#include <string.h>

#include "machine.h"
#include "support.h"

static bool is_failed(unsigned capsule)
{
    return test_capsule_status[capsule].is_failed;
}

static void trap(void)
{
    host_capsule_trap();
}

static void nothing(void)
{
}

// ---------------------------------------------------------------------------------------------
// Aborts

static void trap_of_a_capsule_fails_it_and_its_caller_goes_on(void)
{
    (void)machine_boot_one();
    check(!in_capsule(CAPSULE_FIRST, trap));
    check(capsule_record_current == NULL);
    check(is_failed(CAPSULE_FIRST));
    check(!is_failed(CAPSULE_SECOND));
    (void)host_run();
    const struct kernel_event *event = event_find(EVENT_CAPSULE_FAILED);
    check(event != NULL && strcmp(event->reason, "first") == 0);
    check(process_running() == process_in(0));
}

static void trap_in_a_command(unsigned capsule, struct command *command)
{
    (void)command;
    if (capsule == CAPSULE_FIRST) {
        host_capsule_trap();
    }
    command_success(command);
}

static void command_of_a_failed_capsule_answers_failed(void)
{
    hooks.command = trap_in_a_command;
    (void)machine_boot_one();
    for (unsigned i = 0; i < 3; i++) {
        program_expect((uint32_t[]){SYSTEM_CALL_COMMAND, DRIVER_FIRST, 1, 7, 8}, VARIANT_FAILURE,
                       ERROR_FAILED, 0, 0);
    }
    program_expect((uint32_t[]){SYSTEM_CALL_COMMAND, DRIVER_SECOND, 1, 7, 8}, VARIANT_SUCCESS, 0, 0,
                   0);
}

static void failed_capsule_is_called_no_more(void)
{
    (void)machine_boot_one();
    check(!in_capsule(CAPSULE_FIRST, trap));
    (void)host_run();
    check(!in_capsule(CAPSULE_FIRST, nothing));
    const unsigned ends = hooks.ends[CAPSULE_FIRST];
    program_leave(SYSTEM_CALL_EXIT, EXIT_TERMINATE, 0, 0, 0);
    check_equal(hooks.ends[CAPSULE_FIRST], ends);
    check_equal(hooks.ends[CAPSULE_SECOND], ends + 1);
}

static void set_timer_and_trap(void)
{
    timer_set(1000);
    deferred_call_request();
    host_capsule_trap();
}

static void timers_and_deferred_calls_of_a_failed_capsule_are_gone(void)
{
    (void)machine_boot_one();
    const unsigned deferreds = hooks.deferreds[CAPSULE_FIRST];
    check(!in_capsule(CAPSULE_FIRST, set_timer_and_trap));
    host_time_advance(5000);
    (void)host_run();
    check_equal(hooks.timers[CAPSULE_FIRST], 0);
    check_equal(hooks.deferreds[CAPSULE_FIRST], deferreds);
}

static enum error inner_result;
static void call_a_trapping_neighbour(void)
{
    inner_result = in_capsule(CAPSULE_SECOND, trap) ? ERROR_NONE : ERROR_FAILED;
    (void)time_now();
}

static void inner_capsule_fails_alone(void)
{
    (void)machine_boot_one();
    check(in_capsule(CAPSULE_FIRST, call_a_trapping_neighbour));
    check_equal(inner_result, ERROR_FAILED);
    check(is_failed(CAPSULE_SECOND));
    check(!is_failed(CAPSULE_FIRST));
}

static unsigned ticks_survived;

static void loop_for_ever(void)
{
    for (ticks_survived = 0; ticks_survived < 100; ticks_survived++) {
        host_tick(true);
    }
}

static void looping_capsule_is_aborted_by_the_second_tick(void)
{
    (void)machine_boot_one();
    check(!in_capsule(CAPSULE_FIRST, loop_for_ever));
    check_equal(ticks_survived, 1);
    check(is_failed(CAPSULE_FIRST));
    check(capsule_record_current == NULL);
}

static void one_tick(void)
{
    host_tick(true);
}

static void capsule_that_comes_back_in_time_is_left_alone(void)
{
    (void)machine_boot_one();
    for (unsigned i = 0; i < 20; i++) {
        check(in_capsule(CAPSULE_FIRST, one_tick));
    }
    check(!is_failed(CAPSULE_FIRST));
}

static void loop_in_gates(void)
{
    for (ticks_survived = 0; ticks_survived < 100; ticks_survived++) {
        host_tick(false); // the tick finds the kernel working for the capsule
        (void)time_now();
    }
}

static void capsule_that_loops_over_gates_is_aborted_at_the_end_of_one(void)
{
    (void)machine_boot_one();
    check(!in_capsule(CAPSULE_FIRST, loop_in_gates));
    check_equal(ticks_survived, 1);
    check(is_failed(CAPSULE_FIRST));
}

static void overrun_at_the_last_moment(void)
{
    host_tick(false);
    host_tick(false); // pending, but the capsule returns without another gate
}

static void mark_that_came_too_late_does_not_hit_the_next_capsule(void)
{
    (void)machine_boot_one();
    check(in_capsule(CAPSULE_FIRST, overrun_at_the_last_moment));
    check(in_capsule(CAPSULE_SECOND, call_a_trapping_neighbour) == true);
    check(!is_failed(CAPSULE_FIRST));
}

static void call_a_neighbour_that_loops_in_gates(void)
{
    inner_result = in_capsule(CAPSULE_SECOND, loop_in_gates) ? ERROR_NONE : ERROR_FAILED;
    (void)time_now(); // the neighbour's abort is not mine
}

static void abort_of_the_inner_capsule_does_not_hit_the_outer_one_at_its_next_gate(void)
{
    (void)machine_boot_one();
    check(in_capsule(CAPSULE_FIRST, call_a_neighbour_that_loops_in_gates));
    check_equal(inner_result, ERROR_FAILED);
    check(is_failed(CAPSULE_SECOND));
    check(!is_failed(CAPSULE_FIRST));
}

static unsigned calls_made;

static void loop_by_calling(void)
{
    for (calls_made = 0; calls_made < 100; calls_made++) {
        (void)in_capsule(CAPSULE_SECOND, nothing);
        host_tick(true);
    }
}

static void outer_of_a_chain(void)
{
    // Each of them is aborted in turn, and the outermost does not come back.
    (void)in_capsule(CAPSULE_SECOND, loop_for_ever);
    (void)in_capsule(CAPSULE_BARE, loop_for_ever);
    (void)in_capsule(CAPSULE_GREEDY, loop_for_ever);
    (void)in_capsule(CAPSULE_WATCHER, loop_for_ever);
    check(false);
}

static void capsule_that_loops_by_calling_others_is_aborted(void)
{
    (void)machine_boot_one();
    check(!in_capsule(CAPSULE_FIRST, loop_by_calling));
    check(calls_made <= 2);
    check(is_failed(CAPSULE_FIRST));
}

static void chain_that_does_not_end_is_cut_at_its_outermost_record(void)
{
    (void)machine_boot_one();
    check(!in_capsule(CAPSULE_FIRST, outer_of_a_chain));
    check(capsule_record_current == NULL);
    check(is_failed(CAPSULE_FIRST));
    check(is_failed(CAPSULE_SECOND));
    check(!is_failed(CAPSULE_WATCHER));
    check(process_running() == process_in(0));
    program_expect((uint32_t[]){SYSTEM_CALL_COMMAND, DRIVER_FIRST, 0, 0, 0}, VARIANT_FAILURE,
                   ERROR_FAILED, 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KERNEL_TEST(trap_of_a_capsule_fails_it_and_its_caller_goes_on),
        KERNEL_TEST(command_of_a_failed_capsule_answers_failed),
        KERNEL_TEST(failed_capsule_is_called_no_more),
        KERNEL_TEST(timers_and_deferred_calls_of_a_failed_capsule_are_gone),
        KERNEL_TEST(inner_capsule_fails_alone),
        KERNEL_TEST(looping_capsule_is_aborted_by_the_second_tick),
        KERNEL_TEST(capsule_that_comes_back_in_time_is_left_alone),
        KERNEL_TEST(capsule_that_loops_over_gates_is_aborted_at_the_end_of_one),
        KERNEL_TEST(mark_that_came_too_late_does_not_hit_the_next_capsule),
        KERNEL_TEST(abort_of_the_inner_capsule_does_not_hit_the_outer_one_at_its_next_gate),
        KERNEL_TEST(capsule_that_loops_by_calling_others_is_aborted),
        KERNEL_TEST(chain_that_does_not_end_is_cut_at_its_outermost_record),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
