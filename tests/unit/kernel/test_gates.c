// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The gates that capsules call: misuse, grants, logging.
#include <abi/error.h>
#include <abi/system_call.h>
#include <string.h>

#include "machine.h"
#include "support.h"

static bool is_failed(unsigned capsule)
{
    return test_capsule_status[capsule].is_failed;
}

// ---------------------------------------------------------------------------------------------
// Gates refuse what no correct capsule does

static uint8_t byte_buffer[300];

static void misuse_answer_twice(void)
{
    struct command command = {.result_count = 0};
    command_success(&command);
    command_success(&command);
}
static void misuse_answer_null(void)
{
    command_success(NULL);
}
static void misuse_failure_none(void)
{
    struct command command = {.result_count = 0};
    command_failure(&command, ERROR_NONE);
}
static struct lease lease_of(enum buffer_kind kind)
{
    struct lease taken;
    lease_take(process_in(0)->id, kind, 0, UINT32_MAX, &taken);
    return taken;
}
static void misuse_copy_to_null(void)
{
    struct lease taken = lease_of(BUFFER_READ_ONLY);
    (void)!lease_copy_(&taken, NULL, NULL, 1);
}
static void misuse_copy_without_lease(void)
{
    (void)!lease_copy_(NULL, byte_buffer, NULL, 1);
}
static void misuse_copy_257(void)
{
    struct lease taken = lease_of(BUFFER_READ_ONLY);
    (void)!lease_copy_(&taken, byte_buffer, NULL, 257);
}
static void misuse_take_null(void)
{
    lease_take(process_in(0)->id, BUFFER_READ_ONLY, 0, 1, NULL);
}
static void misuse_write_to_read_only(void)
{
    struct lease taken = lease_of(BUFFER_READ_ONLY);
    (void)!lease_copy_(&taken, NULL, byte_buffer, 0);
}
static void misuse_cursor_behind_the_end(void)
{
    struct lease taken = lease_of(BUFFER_READ_ONLY);
    taken.done_bytes_ = 1;
    (void)!lease_copy_(&taken, byte_buffer, NULL, 0);
}
static void misuse_cursor_too_long(void)
{
    struct lease taken = lease_of(BUFFER_READ_ONLY);
    taken.left_bytes_ = 1;
    (void)!lease_copy_(&taken, byte_buffer, NULL, 1);
}
static void misuse_cursor_that_wraps(void)
{
    struct lease taken = lease_of(BUFFER_READ_ONLY);
    taken.done_bytes_ = UINT32_MAX;
    taken.left_bytes_ = 2;
    (void)!lease_copy_(&taken, byte_buffer, NULL, 2);
}
static void misuse_upcall_number(void)
{
    (void)upcall_schedule(process_in(0)->id, 2, 0, 0, 0);
}
static void misuse_upcall_number_wide(void)
{
    (void)upcall_schedule(process_in(0)->id, 0x100, 0, 0, 0);
}
static void misuse_home_buffer(void)
{
    (void)transfer_buffer_home(1);
}
static void misuse_open_null(void)
{
    (void)!transfer_buffer_read_((struct transfer_buffer){.index = 0}, 0, NULL, 0);
}
static void misuse_next_null(void)
{
    (void)grant_next_process(NULL);
}
static void misuse_describe(void)
{
    struct process_information information;
    (void)!process_describe(0, &information);
}
static void misuse_control(void)
{
    (void)!process_control(process_in(0)->id, PROCESS_TERMINATE);
}
static void misuse_event(void)
{
    struct kernel_event event;
    uint32_t lost;
    (void)kernel_event_take(&event, &lost);
}
static void misuse_reset(void)
{
    machine_reset();
}
static void misuse_panic(void)
{
    machine_panic();
}
static void misuse_region(void)
{
    struct process_region region;
    (void)process_region_describe(0, 0, &region);
}
static void misuse_describe_kernel(void)
{
    kernel_describe(NULL);
}
static void misuse_log_null(void)
{
    (void)capsule_log_(NULL);
}
static void misuse_log_lines(void)
{
    (void)CAPSULE_LOG("one\nCapsule other failed.");
}
static void misuse_log_escape(void)
{
    (void)CAPSULE_LOG("\x1B[2J");
}
static void misuse_log_long(void)
{
    static char line[CAPSULE_LOG_BYTES_MAX + 2];
    memset(line, '-', sizeof line - 1);
    (void)capsule_log_(line);
}

static void (*const misuses[])(void) = {
    misuse_log_null,
    misuse_log_lines,
    misuse_log_escape,
    misuse_log_long,
    misuse_answer_twice,
    misuse_answer_null,
    misuse_failure_none,
    misuse_copy_to_null,
    misuse_copy_without_lease,
    misuse_copy_257,
    misuse_take_null,
    misuse_write_to_read_only,
    misuse_cursor_behind_the_end,
    misuse_cursor_too_long,
    misuse_cursor_that_wraps,
    misuse_upcall_number,
    misuse_upcall_number_wide,
    misuse_home_buffer,
    misuse_open_null,
    misuse_next_null,
    misuse_describe,
    misuse_control,
    misuse_event,
    misuse_reset,
    misuse_panic,
    misuse_region,
    misuse_describe_kernel,
};

static void misuse_aborts(unsigned index)
{
    (void)machine_boot_one();
    check_equal(program_call(SYSTEM_CALL_ALLOW_READ_ONLY, DRIVER_FIRST, 0, 0, 0),
                VARIANT_SUCCESS_U32_U32);
    check(!in_capsule(CAPSULE_FIRST, misuses[index]));
    check(is_failed(CAPSULE_FIRST));
    (void)host_run();
    check(process_running() == process_in(0));
}

static void misuse_of_a_gate_aborts_the_capsule_only(void)
{
    check_each(sizeof misuses / sizeof misuses[0], misuse_aborts);
}

static void schedule_without_a_driver(void)
{
    (void)upcall_schedule(process_in(0)->id, 0, 0, 0, 0);
}

static void capsule_without_a_driver_has_no_grants(void)
{
    (void)machine_boot_one();
    check(!in_capsule(CAPSULE_WATCHER, schedule_without_a_driver));
    check(is_failed(CAPSULE_WATCHER));
}

// ---------------------------------------------------------------------------------------------
// Grants

struct state {
    uint32_t count;
    uint32_t poison[5];
};
static enum error grant_error;
static enum error nested_error;
static struct process_id grant_process;
static bool leaves_early;

UNANALYSED static void enter_grant(void)
{
    WITH_GRANT(struct state, state, grant_process, grant_error)
    {
        check(state->count == 0 || state->poison[4] == 0x77);
        state->count++;
        state->poison[4] = 0x77;
        WITH_GRANT(struct state, nested, grant_process, nested_error)
        {
            nested->count = 1000;
        }
        if (leaves_early) {
            return;
        }
        break;
    }
}

static uint32_t count_read;
static void read_count(void)
{
    WITH_GRANT(struct state, state, grant_process, grant_error)
    {
        count_read = state->count;
    }
}

static void grant_is_entered_once_at_a_time_and_keeps_its_state(void)
{
    (void)machine_boot_one();
    grant_process = process_in(0)->id;
    for (uint32_t i = 1; i < 6; i++) {
        leaves_early = i % 2 == 0;
        check(in_capsule(CAPSULE_FIRST, enter_grant));
        check_equal(grant_error, ERROR_NONE);
        check_equal(nested_error, ERROR_BUSY);
        check(in_capsule(CAPSULE_FIRST, read_count));
        check_equal(count_read, i);
    }
}

static void grant_of_nobody_is_stale(void)
{
    (void)machine_boot_one();
    grant_process.number = 0;
    check(in_capsule(CAPSULE_FIRST, read_count));
    check_equal(grant_error, ERROR_STALE);
    grant_process.number = UINT64_MAX;
    check(in_capsule(CAPSULE_FIRST, read_count));
    check_equal(grant_error, ERROR_STALE);
}

static void trap_in_grant(void)
{
    WITH_GRANT(struct state, state, grant_process, grant_error)
    {
        state->count = 5;
        host_capsule_trap();
    }
}

static void grant_entered_by_a_capsule_that_trapped_is_open_no_longer(void)
{
    (void)machine_boot_one();
    grant_process = process_in(0)->id;
    check(!in_capsule(CAPSULE_FIRST, trap_in_grant));
    (void)host_run();
    check(!process_in(0)->grants[0].is_entered);
}

static void terminate_it(void)
{
    (void)!process_control(grant_process, PROCESS_TERMINATE);
}

static void end_life_inside_grant(void)
{
    WITH_GRANT(struct state, state, grant_process, grant_error)
    {
        check(in_capsule(CAPSULE_WATCHER, terminate_it));
        state->count = 9; // still somewhere that does no harm
    }
}

static void life_that_ends_inside_a_grant_leaves_no_grant_entered(void)
{
    (void)machine_boot_one();
    grant_process = process_in(0)->id;
    check(in_capsule(CAPSULE_FIRST, end_life_inside_grant));
    (void)host_run();
    check_equal(process_controlled(grant_process, PROCESS_BOOT), ERROR_NONE);
    (void)host_run();
    grant_process = process_in(0)->id;
    check(in_capsule(CAPSULE_FIRST, read_count));
    check_equal(grant_error, ERROR_NONE);
    check_equal(count_read, 0);
}

static uint64_t numbers_seen[TEST_SLOTS_MAX];
static unsigned numbers_count;

static void walk_grants(void)
{
    numbers_count = 0;
    for (struct process_id id = {0}; grant_next_process(&id);) {
        numbers_seen[numbers_count++] = id.number;
    }
}

static void grants_are_walked_over_the_living_that_have_one(void)
{
    test_board.slot_count = TEST_SLOTS_MAX;
    (void)image_install("three", 4096);
    machine_boot_two();
    check(in_capsule(CAPSULE_FIRST, walk_grants));
    check_equal(numbers_count, 0);
    for (unsigned i = 0; i < 3; i++) {
        grant_process = process_in(i)->id;
        check(in_capsule(CAPSULE_FIRST, enter_grant));
    }
    check(in_capsule(CAPSULE_FIRST, walk_grants));
    check_equal(numbers_count, 3);
    check_equal(process_controlled(process_in(1)->id, PROCESS_TERMINATE), ERROR_NONE);
    check(in_capsule(CAPSULE_FIRST, walk_grants));
    check_equal(numbers_count, 2);
    check(in_capsule(CAPSULE_SECOND, walk_grants));
    check_equal(numbers_count, 0);
}

// ---------------------------------------------------------------------------------------------
// Logging

enum { LINES = 6 };
static enum error log_errors[LINES];
static const char *log_line;

static void log_line_now(void)
{
    log_errors[0] = capsule_log_(log_line);
}

static void log_now(void)
{
    for (size_t i = 0; i < LINES; i++) {
        log_errors[i] = CAPSULE_LOG("says something.");
    }
}

static void line_names_its_capsule_and_leaves_room_for_others(void)
{
    (void)machine_boot_one();
    check(in_capsule(CAPSULE_FIRST, log_now));
    (void)host_run();
    const struct kernel_event *event = event_find(EVENT_CAPSULE_SAID);
    check(event != NULL && strstr(event->reason, "test_gates.c: says something.") != NULL);
    // Four of eight places stay free, however much a capsule says.
    for (size_t i = 0; i < LINES; i++) {
        check_equal(log_errors[i], i < 4 ? ERROR_NONE : ERROR_FULL);
    }
    check_equal(test_events_lost, 0);
    check(in_capsule(CAPSULE_FIRST, log_now));
    check_equal(log_errors[0], ERROR_NONE); // They have been told meanwhile.
}

static void longest_line_is_told(void)
{
    (void)machine_boot_one();
    static char line[CAPSULE_LOG_BYTES_MAX + 1];
    memset(line, '-', sizeof line - 1);
    log_line = line;
    check(in_capsule(CAPSULE_FIRST, log_line_now));
    check_equal(log_errors[0], ERROR_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KERNEL_TEST(misuse_of_a_gate_aborts_the_capsule_only),
        KERNEL_TEST(capsule_without_a_driver_has_no_grants),
        KERNEL_TEST(grant_is_entered_once_at_a_time_and_keeps_its_state),
        KERNEL_TEST(grant_of_nobody_is_stale),
        KERNEL_TEST(grant_entered_by_a_capsule_that_trapped_is_open_no_longer),
        KERNEL_TEST(life_that_ends_inside_a_grant_leaves_no_grant_entered),
        KERNEL_TEST(grants_are_walked_over_the_living_that_have_one),
        KERNEL_TEST(line_names_its_capsule_and_leaves_room_for_others),
        KERNEL_TEST(longest_line_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
