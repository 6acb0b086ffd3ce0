// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Faults, policies, restarts with their delays, ids, and control by the process console.
#include <abi/error.h>
#include <abi/system_call.h>
#include <string.h>

#include "machine.h"
#include "support.h"

static const struct port_fault data_fault = {
    .cause = FAULT_DATA_ACCESS, .has_address = true, .address = 0x20000010, .status = 0x82};

static uint64_t milliseconds(uint64_t count)
{
    return count * TICKS_PER_MILLISECOND;
}

/// Time passes and what is due happens.
static void wait_milliseconds(uint64_t count)
{
    host_time_advance(milliseconds(count));
    (void)host_run();
    machine_check();
}

static struct process_fault_report fault_report;
static enum error fault_report_error;

static void fault_describe_now(void)
{
    fault_report_error = process_fault_describe(0, &fault_report);
}

/// Registers of the process in slot 0 as the gate shows them.
static struct process_register registers[8];
static unsigned registers_known;

static void registers_describe_now(void)
{
    registers_known = 0;
    while (registers_known < 8 &&
           process_register_describe(0, registers_known, &registers[registers_known])) {
        registers_known++;
    }
    check(!process_register_describe(0, UINT32_MAX, &registers[7]));
    check(!process_register_describe(1, 0, &registers[7]));
}

static const struct process_register *register_named(const char *name)
{
    check(in_capsule(CAPSULE_WATCHER, registers_describe_now));
    for (unsigned i = 0; i < registers_known; i++) {
        if (strcmp(registers[i].name, name) == 0) {
            return &registers[i];
        }
    }
    return NULL;
}

// ---------------------------------------------------------------------------------------------
// Policies

static void fault_under_the_stop_policy_stops_the_offender_only(void)
{
    machine_boot_two();
    host_fault(&data_fault);
    machine_check();
    check_equal(process_shown(0).state, PROCESS_SHOWN_FAULTED);
    check(process_running() == process_in(1));
    const struct kernel_event *event = event_find(EVENT_PROCESS_FAULTED);
    check(event != NULL && event->slot == 0);
    wait_milliseconds(1000000);
    check_equal(process_shown(0).state, PROCESS_SHOWN_FAULTED);
    check_equal(process_shown(1).state, PROCESS_SHOWN_RUNNING);
}

static void fault_report_tells_what_was_accessed(void)
{
    machine_boot_two();
    host.thread.r[2] = 0x12345678;
    host.thread.pc = process_in(0)->entry & ~1u;
    host_fault(&data_fault);
    check(in_capsule(CAPSULE_WATCHER, fault_describe_now));
    check_equal(fault_report_error, ERROR_NONE);
    check(strcmp(fault_report.cause, "data access violation") == 0);
    check(strcmp(fault_report.action, "stopped") == 0);
    check(fault_report.has_address);
    check_equal(fault_report.address, 0x20000010);
    check(strcmp(fault_report.address_owner, "kernel memory") == 0);
    check_equal(fault_report.status, 0x82);
}

static void registers_of_a_fault_are_shown_until_the_next_life_is_prepared(void)
{
    machine_boot_two();
    check(register_named("r2") == NULL);
    host.thread.r[2] = 0x12345678;
    const uint32_t pc = host.thread.pc;
    host_fault(&data_fault);
    check(process_running() == process_in(1));
    check_equal(register_named("r2")->value, 0x12345678);
    check_equal(registers[0].value, pc);
    check(strcmp(registers[0].name, "pc") == 0);
    // The process that runs finds its own memory open again.
    check(host_allows((uint32_t)process_in(1)->memory_start, HOST_WRITE));
    check(!host_allows((uint32_t)process_in(0)->memory_start, HOST_READ));
    check_equal(process_controlled(process_in(0)->id, PROCESS_BOOT), ERROR_NONE);
    wait_milliseconds(0);
    check(process_is_alive(process_in(0)));
    check(register_named("r2") == NULL);
}

static void fault_with_a_bad_stack_is_reported_without_registers(void)
{
    machine_boot_two();
    host.thread.sp = 0x20000100;
    host_fault(&data_fault);
    check(in_capsule(CAPSULE_WATCHER, fault_describe_now));
    check_equal(fault_report_error, ERROR_NONE);
    check(register_named("pc") == NULL);
    check_equal(process_shown(0).state, PROCESS_SHOWN_FAULTED);
}

static void no_fault_no_report(void)
{
    machine_boot_two();
    check(in_capsule(CAPSULE_WATCHER, fault_describe_now));
    check_equal(fault_report_error, ERROR_NO_DEVICE);
}

static void fault_under_the_restart_policy_begins_a_new_life(void)
{
    test_policy.fault_policy = FAULT_POLICY_RESTART;
    machine_boot_two();
    const struct process_id old = process_in(0)->id;
    host_fault(&data_fault);
    wait_milliseconds(0);
    check_equal(process_shown(0).counters.restarts, 1);
    check(!process_id_equal(process_in(0)->id, old));
    check(process_is_alive(process_in(0)));
}

static void restarts_are_limited_when_the_policy_says_so(void)
{
    test_policy.fault_policy = FAULT_POLICY_RESTART_LIMITED;
    test_policy.restart_limit = 3;
    (void)machine_boot_one();
    for (unsigned i = 0; i < 3; i++) {
        host_fault(&data_fault);
        wait_milliseconds(20000);
        check_equal(process_shown(0).counters.restarts, i + 1);
        check_equal(process_shown(0).state, PROCESS_SHOWN_RUNNING);
    }
    host_fault(&data_fault);
    wait_milliseconds(20000);
    check_equal(process_shown(0).counters.restarts, 3);
    check_equal(process_shown(0).state, PROCESS_SHOWN_FAULTED);
}

static void limit_of_0_restarts_is_stop(void)
{
    test_policy.fault_policy = FAULT_POLICY_RESTART_LIMITED;
    test_policy.restart_limit = 0;
    machine_boot_two();
    host_fault(&data_fault);
    wait_milliseconds(20000);
    check_equal(process_shown(0).counters.restarts, 0);
    check_equal(process_shown(0).state, PROCESS_SHOWN_FAULTED);
}

static void fault_under_the_panic_policy_ends_it_all(void)
{
    test_policy.fault_policy = FAULT_POLICY_PANIC;
    (void)machine_boot_one();
    host_fault(&data_fault);
}

// ---------------------------------------------------------------------------------------------
// Delays

/// The life of the only program ends now; returns how long it takes until the next one begins.
static uint64_t delay_of_restart(bool by_fault)
{
    const uint32_t restarts = process_shown(0).counters.restarts;
    const uint64_t ended_at = host.time;
    if (by_fault) {
        host_fault(&data_fault);
    } else {
        program_leave(SYSTEM_CALL_EXIT, EXIT_RESTART, 0, 0, 0);
    }
    while (process_shown(0).counters.restarts == restarts) {
        check(host.has_alarm);
        check(host.alarm_at > host.time);
        // One tick of time earlier nothing happens.
        host_time_advance(host.alarm_at - host.time - 1);
        (void)host_run();
        check_equal(process_shown(0).counters.restarts, restarts);
        host_time_advance(1);
        (void)host_run();
    }
    check_equal(process_shown(0).counters.restarts, restarts + 1);
    check(process_running() == process_in(0));
    machine_check();
    return host.time - ended_at;
}

static void crash_loop_is_slowed_down(bool by_fault)
{
    test_policy.fault_policy = FAULT_POLICY_RESTART;
    (void)machine_boot_one();
    uint64_t expected = 0;
    for (unsigned i = 0; i < 16; i++) {
        check_context("restart %u", i);
        check_equal(delay_of_restart(by_fault), milliseconds(expected));
        expected = expected == 0 ? 10 : expected * 2;
        expected = expected > 10000 ? 10000 : expected;
    }
    // A life of 10 seconds is forgiven, a shorter one is not.
    host_time_advance(milliseconds(9999));
    check_equal(delay_of_restart(by_fault), milliseconds(10000));
    host_time_advance(milliseconds(10000));
    check_equal(delay_of_restart(by_fault), 0);
    check_equal(delay_of_restart(by_fault), milliseconds(10));
}

static void restarts_after_faults_are_delayed_more_and_more(void)
{
    crash_loop_is_slowed_down(true);
}

static void exit_restarts_are_delayed_more_and_more(void)
{
    crash_loop_is_slowed_down(false);
}

static void crash_loop_of_one_leaves_the_other_its_time(void)
{
    test_policy.fault_policy = FAULT_POLICY_RESTART;
    machine_boot_two();
    host_fault(&data_fault);
    wait_milliseconds(0);
    while (process_running() != process_in(0)) {
        host_tick(false);
        if (host.is_work_pending) {
            (void)host_run();
        }
    }
    host_fault(&data_fault);
    for (unsigned i = 0; i < 9; i++) {
        wait_milliseconds(1);
        check(process_running() == process_in(1));
    }
    wait_milliseconds(1);
    check_equal(process_shown(0).counters.restarts, 2);
}

static void next_life_waits_a_second_at_most_for_the_report(void)
{
    hooks.watcher_is_slow = true;
    test_policy.fault_policy = FAULT_POLICY_RESTART;
    (void)machine_boot_one();
    check_equal(delay_of_restart(true), TEST_TIME_HZ);
    // A report that never came is no matter of the lives behind.
    host_time_advance(milliseconds(20000));
    check_equal(delay_of_restart(false), 0);
    // Without anybody to report to there is nothing to wait for.
    test_board.event_capsule = NO_CAPSULE;
    host_time_advance(milliseconds(20000));
    check_equal(delay_of_restart(true), 0);
    // Neither for an exit.
    test_board.event_capsule = CAPSULE_WATCHER;
    host_time_advance(milliseconds(20000));
    check_equal(delay_of_restart(false), 0);
}

// ---------------------------------------------------------------------------------------------
// Ids, grants and buffers of an ended life

static void ids_are_never_reused(void)
{
    test_policy.fault_policy = FAULT_POLICY_RESTART;
    (void)machine_boot_one();
    uint64_t last = 0;
    for (unsigned i = 0; i < 40; i++) {
        const uint64_t number = process_in(0)->id.number;
        check(number > last);
        last = number;
        host_time_advance(milliseconds(20000));
        host_fault(&data_fault);
        wait_milliseconds(0);
        check(process_running() == process_in(0));
    }
}

static struct process_id ended_id;
static size_t ended_length;
static enum error ended_copy;
static enum error ended_grant;
static bool ended_found;
static uint8_t ended_state;

static void on_ended(unsigned capsule, struct process_id id)
{
    if (capsule != CAPSULE_FIRST) {
        return;
    }
    ended_id = id;
    struct lease lease;
    lease_take(id, BUFFER_READ_WRITE, 0, UINT32_MAX, &lease);
    ended_length = lease_left(&lease);
    uint8_t bytes[4];
    ended_copy = lease_copy_(&lease, bytes, NULL, sizeof bytes);
    WITH_GRANT(uint8_t, state, id, ended_grant)
    {
        ended_state = *state;
    }
    struct process_id next = {0};
    ended_found = grant_next_process(&next);
}

static void enter_ended(void)
{
    WITH_GRANT(uint8_t, state, ended_id, ended_grant)
    {
        *state = 77;
    }
}

static void capsules_get_a_last_look_at_the_grant_of_an_ended_life(void)
{
    hooks.process_ended = on_ended;
    machine_boot_two();
    const struct process_id id = process_in(0)->id;
    program_grow(1024);
    check_equal(program_call(SYSTEM_CALL_ALLOW_READ_WRITE, DRIVER_FIRST, 0,
                             (uint32_t)process_in(0)->memory_start, 100),
                VARIANT_SUCCESS_U32_U32);
    ended_id = id;
    check(in_capsule(CAPSULE_FIRST, enter_ended));
    check_equal(ended_grant, ERROR_NONE);
    ended_id.number = 0;
    program_leave(SYSTEM_CALL_EXIT, EXIT_TERMINATE, 0, 0, 0);
    check(process_id_equal(ended_id, id));
    check_equal(ended_length, 0);
    check_equal(ended_copy, ERROR_STALE);
    check_equal(ended_grant, ERROR_NONE);
    check_equal(ended_state, 77);
    check(!ended_found);
    // It was the last one.
    check(in_capsule(CAPSULE_FIRST, enter_ended));
    check_equal(ended_grant, ERROR_STALE);
}

static void capsules_hear_of_each_end_before_the_next_life_begins(void)
{
    test_policy.fault_policy = FAULT_POLICY_RESTART;
    (void)machine_boot_one();
    for (unsigned i = 1; i < 5; i++) {
        host_time_advance(milliseconds(20000));
        host_fault(&data_fault);
        check_equal(hooks.ends[CAPSULE_FIRST], i);
        check_equal(hooks.ends[CAPSULE_BARE], i);
        wait_milliseconds(0);
        check_equal(process_shown(0).counters.restarts, i);
    }
}

static void slots_are_empty_in_the_next_life(void)
{
    (void)machine_boot_one();
    program_grow(1024);
    const uint32_t start = (uint32_t)process_in(0)->memory_start;
    check_equal(program_call(SYSTEM_CALL_ALLOW_READ_WRITE, DRIVER_FIRST, 0, start, 100),
                VARIANT_SUCCESS_U32_U32);
    check_equal(
        program_call(SYSTEM_CALL_SUBSCRIBE, DRIVER_FIRST, 0, process_in(0)->app_start + 0x20, 5),
        VARIANT_SUCCESS_U32_U32);
    program_leave(SYSTEM_CALL_EXIT, EXIT_RESTART, 0, 0, 0);
    check(process_running() == process_in(0));
    program_expect((uint32_t[]){SYSTEM_CALL_ALLOW_READ_WRITE, DRIVER_FIRST, 0, 0, 0},
                   VARIANT_SUCCESS_U32_U32, 0, 0, 0);
    program_expect((uint32_t[]){SYSTEM_CALL_SUBSCRIBE, DRIVER_FIRST, 0, 0, 0},
                   VARIANT_SUCCESS_U32_U32, 0, 0, 0);
    check_equal(process_in(0)->allow_mark, process_in(0)->memory_start);
}

// ---------------------------------------------------------------------------------------------
// Control

static void control_in_every_state_does_what_it_says(void)
{
    machine_boot_two();
    const struct process_id id = process_in(0)->id;
    const struct process_id nobody = {0};
    check_equal(process_controlled(nobody, PROCESS_STOP), ERROR_STALE);
    check_equal(process_controlled((struct process_id){UINT64_MAX}, PROCESS_BOOT), ERROR_STALE);

    check_equal(process_controlled(id, PROCESS_RESUME), ERROR_ALREADY);
    check_equal(process_controlled(id, PROCESS_BOOT), ERROR_ALREADY);
    check_equal(process_controlled(id, PROCESS_STOP), ERROR_NONE);
    check_equal(process_controlled(id, PROCESS_STOP), ERROR_ALREADY);
    (void)host_run();
    machine_check();
    check(process_running() == process_in(1));
    check_equal(process_shown(0).state, PROCESS_SHOWN_STOPPED);
    check_equal(process_controlled(id, PROCESS_RESUME), ERROR_NONE);
    check_equal(process_shown(0).state, PROCESS_SHOWN_RUNNING);

    check_equal(process_controlled(id, PROCESS_TERMINATE), ERROR_NONE);
    (void)host_run();
    machine_check();
    check_equal(process_shown(0).state, PROCESS_SHOWN_TERMINATED);
    check(!process_shown(0).counters.has_completion_code);
    check_equal(process_controlled(id, PROCESS_TERMINATE), ERROR_ALREADY);
    check_equal(process_controlled(id, PROCESS_STOP), ERROR_OFF);
    check_equal(process_controlled(id, PROCESS_FAULT), ERROR_OFF);
    check_equal(process_controlled(id, PROCESS_BOOT), ERROR_NONE);
    (void)host_run();
    machine_check();
    check(process_is_alive(process_in(0)));
    check(!process_id_equal(process_in(0)->id, id));
    check_equal(process_controlled(id, PROCESS_STOP), ERROR_STALE);
}

static void fault_on_request_follows_the_policy(void)
{
    test_policy.fault_policy = FAULT_POLICY_RESTART;
    machine_boot_two();
    check_equal(process_controlled(process_in(0)->id, PROCESS_FAULT), ERROR_NONE);
    (void)host_run();
    machine_check();
    check(in_capsule(CAPSULE_WATCHER, fault_describe_now));
    check(strcmp(fault_report.cause, "requested") == 0);
    check(strcmp(fault_report.action, "restarted") == 0);
    check_equal(process_shown(0).counters.restarts, 1);
}

static void stopped_process_can_be_terminated_and_booted(void)
{
    machine_boot_two();
    check_equal(process_controlled(process_in(0)->id, PROCESS_STOP), ERROR_NONE);
    check_equal(process_controlled(process_in(0)->id, PROCESS_TERMINATE), ERROR_NONE);
    (void)host_run();
    machine_check();
    check_equal(process_controlled(process_in(0)->id, PROCESS_BOOT), ERROR_NONE);
    (void)host_run();
    machine_check();
    // The new life is not stopped.
    check(process_in(0)->is_ready);
}

static void terminate_cancels_a_restart_that_waits(void)
{
    test_policy.fault_policy = FAULT_POLICY_RESTART;
    (void)machine_boot_one();
    host_fault(&data_fault);
    wait_milliseconds(0);
    check(process_running() == process_in(0));
    host_fault(&data_fault);
    check(process_shown(0).is_restart_pending);
    check_equal(process_controlled(process_in(0)->id, PROCESS_TERMINATE), ERROR_NONE);
    wait_milliseconds(100000);
    check_equal(process_shown(0).state, PROCESS_SHOWN_TERMINATED);
    check(!process_shown(0).is_restart_pending);
    check(in_capsule(CAPSULE_WATCHER, fault_describe_now));
    check(strcmp(fault_report.action, "stopped") == 0);
}

static void restart_that_was_made_stays_so_in_the_report(void)
{
    test_policy.fault_policy = FAULT_POLICY_RESTART;
    (void)machine_boot_one();
    host_fault(&data_fault);
    wait_milliseconds(0);
    check(process_running() == process_in(0));
    check_equal(process_controlled(process_in(0)->id, PROCESS_TERMINATE), ERROR_NONE);
    (void)host_run();
    check(in_capsule(CAPSULE_WATCHER, fault_describe_now));
    check(strcmp(fault_report.action, "restarted") == 0);
}

static void boot_does_not_wait_for_the_delay(void)
{
    test_policy.fault_policy = FAULT_POLICY_RESTART;
    (void)machine_boot_one();
    for (unsigned i = 0; i < 6; i++) {
        (void)delay_of_restart(true);
    }
    host_fault(&data_fault);
    check(process_shown(0).is_restart_pending);
    check_equal(process_controlled(process_in(0)->id, PROCESS_BOOT), ERROR_NONE);
    (void)host_run();
    check(process_running() == process_in(0));
}

static void process_stopped_in_its_own_command_waits_behind_it(void)
{
    machine_boot_two();
    check_equal(process_controlled(process_in(0)->id, PROCESS_STOP), ERROR_NONE);
    const uint32_t pc = host.thread.pc;
    (void)host_run();
    check_equal(process_controlled(process_in(0)->id, PROCESS_RESUME), ERROR_NONE);
    program_leave(SYSTEM_CALL_YIELD, YIELD_WAIT, 0, 0, 0);
    check(process_running() == process_in(0));
    check_equal(host.thread.pc, pc);
}

// A command whose capsule ends the caller's life while it serves it.
static void terminate_caller(void)
{
    (void)!process_control(process_in(0)->id, PROCESS_TERMINATE);
}

static void end_the_caller(unsigned capsule, struct command *command)
{
    (void)capsule;
    check(in_capsule(CAPSULE_WATCHER, terminate_caller));
    uint8_t byte;
    struct lease lease;
    lease_take(process_in(1)->id, BUFFER_READ_WRITE, 0, 1, &lease);
    // A copy from the neighbour loads its protection.
    check_equal(lease_copy_(&lease, &byte, NULL, 1), ERROR_NONE);
    command_success(command);
}

static void process_ended_by_its_own_command_is_gone_quietly(void)
{
    machine_boot_two();
    program_leave(SYSTEM_CALL_YIELD, YIELD_WAIT, 0, 0, 0);
    program_grow(1024);
    check_equal(program_call(SYSTEM_CALL_ALLOW_READ_WRITE, DRIVER_FIRST, 0,
                             (uint32_t)process_in(1)->memory_start, 8),
                VARIANT_SUCCESS_U32_U32);
    // The first program is to run again.
    process_in(0)->state = PROCESS_RUNNING;
    process_ready_update(process_in(0));
    program_leave(SYSTEM_CALL_YIELD, YIELD_WAIT, 0, 0, 0);
    check(process_running() == process_in(0));
    process_in(1)->state = PROCESS_RUNNING;
    process_ready_update(process_in(1));
    hooks.command = end_the_caller;
    program_leave(SYSTEM_CALL_COMMAND, DRIVER_FIRST, 1, 0, 0);
    check_equal(process_shown(0).state, PROCESS_SHOWN_TERMINATED);
    check(process_running() == process_in(1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KERNEL_TEST(fault_under_the_stop_policy_stops_the_offender_only),
        KERNEL_TEST(fault_report_tells_what_was_accessed),
        KERNEL_TEST(registers_of_a_fault_are_shown_until_the_next_life_is_prepared),
        KERNEL_TEST(fault_with_a_bad_stack_is_reported_without_registers),
        KERNEL_TEST(no_fault_no_report),
        KERNEL_TEST(fault_under_the_restart_policy_begins_a_new_life),
        KERNEL_TEST(restarts_are_limited_when_the_policy_says_so),
        KERNEL_TEST(limit_of_0_restarts_is_stop),
        KERNEL_TEST_PANICS(fault_under_the_panic_policy_ends_it_all, "policy is panic"),
        KERNEL_TEST(restarts_after_faults_are_delayed_more_and_more),
        KERNEL_TEST(exit_restarts_are_delayed_more_and_more),
        KERNEL_TEST(crash_loop_of_one_leaves_the_other_its_time),
        KERNEL_TEST(next_life_waits_a_second_at_most_for_the_report),
        KERNEL_TEST(ids_are_never_reused),
        KERNEL_TEST(capsules_get_a_last_look_at_the_grant_of_an_ended_life),
        KERNEL_TEST(capsules_hear_of_each_end_before_the_next_life_begins),
        KERNEL_TEST(slots_are_empty_in_the_next_life),
        KERNEL_TEST(control_in_every_state_does_what_it_says),
        KERNEL_TEST(fault_on_request_follows_the_policy),
        KERNEL_TEST(stopped_process_can_be_terminated_and_booted),
        KERNEL_TEST(terminate_cancels_a_restart_that_waits),
        KERNEL_TEST(restart_that_was_made_stays_so_in_the_report),
        KERNEL_TEST(boot_does_not_wait_for_the_delay),
        KERNEL_TEST(process_stopped_in_its_own_command_waits_behind_it),
        KERNEL_TEST(process_ended_by_its_own_command_is_gone_quietly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
