// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Random bytes for programs: the capsules `random` and `rng` on a source of entropy that does what
/// the test says.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include <abi/driver.h>
#include <capsules/rng/rng.h>

#include "fake_board.h"
#include "fake_entropy.h"
#include "fake_gates.h"

enum { PART = RANDOM_BYTES_MAX };

static int setup(void **state)
{
    (void)state;
    fake_reset();
    fake_entropy_reset();
    fake_reset(); // What the end of an old request led to is over, too.
    fake_entropy_reset();
    return 0;
}

static struct fake_answer get(struct process_id process, uint32_t bytes)
{
    return fake_command(DRIVER_RNG, process, RNG_COMMAND_GET, bytes, 0);
}

static struct process_id client(const char *name, size_t buffer_bytes)
{
    const struct process_id process = fake_process_start(name);
    fake_allow(process, BUFFER_READ_WRITE, RNG_ALLOW_BYTES, NULL, buffer_bytes);
    return process;
}

static void expect_end(struct process_id process, enum error status, uint32_t bytes)
{
    fake_expect_upcall(DRIVER_RNG, process, RNG_UPCALL_DONE, status, bytes, 0);
}

/// Checks that a buffer holds bytes that count up from `first`, then none.
static void expect_bytes(struct process_id process, size_t offset, uint8_t first, size_t count)
{
    const uint8_t *bytes = fake_buffer(process, BUFFER_READ_WRITE, RNG_ALLOW_BYTES) + offset;
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(bytes[i], (uint8_t)(first + i));
    }
    assert_int_equal(bytes[count], 0);
}

static void request_is_served_in_parts(void **state)
{
    (void)state;
    const struct process_id process = client("one", 100);
    fake_expect_success(get(process, 70));
    assert_int_equal(fake_entropy.wanted_bytes, PART);
    fake_entropy_fill(PART);
    fake_expect_no_upcall();
    fake_entropy_fill(1); // A source may give fewer than were wanted.
    fake_entropy_fill(PART);
    assert_int_equal(fake_entropy.wanted_bytes, 70 - 2 * PART - 1);
    fake_entropy_fill(70 - 2 * PART - 1);
    expect_end(process, ERROR_NONE, 70);
    expect_bytes(process, 0, 1, 70);
    assert_false(fake_entropy.is_asked);
    fake_run();
    fake_expect_no_upcall();
}

static void request_ends_where_the_buffer_does(void **state)
{
    (void)state;
    const struct process_id process = client("one", 5);
    fake_expect_success(get(process, UINT32_MAX));
    assert_int_equal(fake_entropy.wanted_bytes, 5);
    fake_entropy_fill(5);
    expect_end(process, ERROR_NONE, 5);
    expect_bytes(process, 0, 1, 5);
}

static void request_for_nothing_ends_at_once(void **state)
{
    (void)state;
    const struct process_id process = client("one", 5);
    fake_expect_success(get(process, 0));
    expect_end(process, ERROR_NONE, 0);
    fake_allow(process, BUFFER_READ_WRITE, RNG_ALLOW_BYTES, NULL, 0);
    fake_expect_success(get(process, 5));
    expect_end(process, ERROR_NONE, 0);
    assert_int_equal(fake_entropy.requests, 0);
}

static void second_request_meanwhile_is_refused(void **state)
{
    (void)state;
    const struct process_id process = client("one", 10);
    fake_expect_success(get(process, 10));
    fake_expect_failure(get(process, 4), ERROR_BUSY);
    fake_expect_failure(get(process, 0), ERROR_BUSY);
    fake_entropy_fill(10);
    expect_end(process, ERROR_NONE, 10);
    fake_expect_no_upcall();
    fake_expect_success(get(process, 4));
}

static void other_commands(void **state)
{
    (void)state;
    const struct process_id process = client("one", 10);
    fake_expect_success(fake_command(DRIVER_RNG, process, COMMAND_EXISTS, 0, 0));
    fake_expect_failure(fake_command(DRIVER_RNG, process, 2, 0, 0), ERROR_NO_SUPPORT);
    fake_expect_failure(fake_command(DRIVER_RNG, process, UINT32_MAX, 0, 0), ERROR_NO_SUPPORT);
    fake_grant_refuse(process, true);
    fake_expect_failure(get(process, 10), ERROR_NO_MEMORY);
    assert_int_equal(fake_entropy.requests, 0);
}

static void without_a_source_there_is_no_device(void **state)
{
    (void)state;
    const struct process_id process = client("one", 10);
    fake_entropy.is_absent = true;
    fake_expect_failure(fake_command(DRIVER_RNG, process, COMMAND_EXISTS, 0, 0), ERROR_NO_DEVICE);
    fake_expect_failure(get(process, 10), ERROR_NO_DEVICE);
    fake_expect_failure(get(process, 0), ERROR_NO_DEVICE);
    fake_expect_failure(fake_command(DRIVER_RNG, process, 2, 0, 0), ERROR_NO_DEVICE);
    fake_expect_no_upcall();
}

static void processes_are_served_in_turn(void **state)
{
    (void)state;
    const struct process_id one = client("one", 200);
    const struct process_id two = client("two", 200);
    const struct process_id three = client("three", 200);
    fake_expect_success(get(one, 3 * PART));
    fake_expect_success(get(two, 2 * PART));
    fake_expect_success(get(three, PART));
    fake_entropy_fill(PART); // one
    fake_entropy_fill(PART); // two
    fake_expect_no_upcall();
    fake_entropy_fill(PART);
    expect_end(three, ERROR_NONE, PART);
    expect_bytes(three, 0, 2 * PART + 1, PART);
    fake_entropy_fill(PART); // one
    fake_entropy_fill(PART);
    expect_end(two, ERROR_NONE, 2 * PART);
    expect_bytes(two, PART, 4 * PART + 1, PART);
    fake_entropy_fill(PART);
    expect_end(one, ERROR_NONE, 3 * PART);
    assert_false(fake_entropy.is_asked);
}

static void buffer_swapped_meanwhile_ends_the_request(void **state)
{
    (void)state;
    const struct process_id process = client("one", 100);
    fake_expect_success(get(process, 100));
    fake_entropy_fill(PART);
    fake_allow(process, BUFFER_READ_WRITE, RNG_ALLOW_BYTES, NULL, 100);
    fake_entropy_fill(PART);
    expect_end(process, ERROR_FAILED, PART);
    expect_bytes(process, 0, 0, 0); // Nothing goes into the new one.
    expect_bytes(process, PART, 0, 0);
    assert_false(fake_entropy.is_asked);

    fake_expect_success(get(process, PART + 3));
    fake_entropy_fill(PART);
    fake_allow(process, BUFFER_READ_WRITE, RNG_ALLOW_BYTES, NULL, 0); // Taken back.
    fake_entropy_fill(3);
    expect_end(process, ERROR_FAILED, PART);
    assert_false(fake_entropy.is_asked);
    fake_expect_no_upcall();
}

static void request_that_ended_by_a_swap_holds_up_nobody(void **state)
{
    (void)state;
    const struct process_id one = client("one", 200);
    const struct process_id two = client("two", 200);
    fake_expect_success(get(one, 200));
    fake_expect_success(get(two, PART));
    fake_allow(one, BUFFER_READ_WRITE, RNG_ALLOW_BYTES, NULL, 200);
    fake_entropy_fill(PART); // For the first one, which has no use for it.
    expect_end(one, ERROR_FAILED, 0);
    expect_bytes(one, 0, 0, 0);
    fake_entropy_fill(PART);
    expect_end(two, ERROR_NONE, PART);
    // A request after the swap is on the new buffer.
    fake_expect_success(get(one, 5));
    fake_entropy_fill(5);
    expect_end(one, ERROR_NONE, 5);
}

static void dead_process_gets_nothing_and_the_next_one_does(void **state)
{
    (void)state;
    const struct process_id one = client("one", 50);
    const struct process_id two = client("two", 50);
    fake_expect_success(get(one, 10));
    fake_expect_success(get(two, 10));
    fake_process_end(one);
    fake_entropy_fill(10);
    expect_end(two, ERROR_NONE, 10);
    expect_bytes(two, 0, 1, 10);
    assert_false(fake_entropy.is_asked);

    const struct process_id three = client("three", 50);
    fake_expect_success(get(three, 10));
    fake_process_end(three);
    fake_entropy_fill(10);
    fake_expect_no_upcall();
    assert_false(fake_entropy.is_asked);
}

static void failed_source_ends_all_requests(void **state)
{
    (void)state;
    const struct process_id one = client("one", 100);
    const struct process_id two = client("two", 100);
    fake_expect_success(get(one, 100));
    fake_expect_success(get(two, 100));
    fake_entropy_fill(PART);
    fake_entropy.is_absent = true; // It has broken the rules.
    fake_entropy_end(ERROR_FAILED);
    expect_end(one, ERROR_FAILED, PART);
    expect_end(two, ERROR_FAILED, 0);
    fake_expect_failure(get(one, 1), ERROR_NO_DEVICE);
}

static void source_that_refuses_on_the_way_ends_all_requests(void **state)
{
    (void)state;
    const struct process_id process = client("one", 100);
    fake_expect_success(get(process, 100));
    fake_entropy.answer = ERROR_NO_DEVICE;
    fake_entropy_fill(PART);
    fake_run();
    expect_end(process, ERROR_NO_DEVICE, PART);
    fake_entropy.answer = ERROR_BUSY;
    fake_expect_success(get(process, 0));
    expect_end(process, ERROR_NONE, 0);
}

static void refused_request_leaves_nothing_behind(void **state)
{
    (void)state;
    const struct process_id process = client("one", 100);
    fake_entropy.answer = ERROR_STALE;
    fake_expect_failure(get(process, 100), ERROR_STALE);
    fake_entropy.answer = ERROR_NONE;
    fake_expect_success(get(process, 3));
    fake_entropy_fill(3);
    expect_end(process, ERROR_NONE, 3);
}

static void failed_capsule_below_is_an_error(void **state)
{
    (void)state;
    const struct process_id process = client("one", 100);
    fake_capsule_fail(FAKE_RANDOM, true);
    fake_expect_failure(get(process, 100), ERROR_FAILED);
    fake_expect_failure(fake_command(DRIVER_RNG, process, COMMAND_EXISTS, 0, 0), ERROR_FAILED);
    fake_expect_no_upcall();
}

/// As after a restart of `random`: it knows nothing of the request, and says so.
static void restart_below_ends_all_requests(void **state)
{
    (void)state;
    const struct process_id process = client("one", 100);
    fake_expect_success(get(process, 100));
    fake_capsule_fail(FAKE_RANDOM, true);
    fake_entropy_end(ERROR_CANCEL);
    fake_capsule_fail(FAKE_RANDOM, false);
    struct random_given given = {.status = ERROR_RESERVE};
    fake_enter(FAKE_RNG);
    rng_given(&given);
    fake_leave();
    expect_end(process, ERROR_RESERVE, 0);
}

static void own_restart_ends_the_requests(void **state)
{
    (void)state;
    struct process_id process = client("one", 100);
    fake_expect_success(get(process, 100));
    fake_entropy_fill(PART);
    fake_enter(FAKE_RNG);
    rng_on_restart(&process);
    fake_leave();
    expect_end(process, ERROR_RESERVE, PART);
    fake_enter(FAKE_RNG);
    rng_on_restart(&process);
    fake_leave();
    fake_expect_no_upcall();
    fake_entropy_fill(PART); // For nobody.
    fake_expect_no_upcall();
    assert_false(fake_entropy.is_asked);
}

static void end_is_not_lost_by_an_abort(void **state)
{
    (void)state;
    struct process_id process = client("one", PART);
    fake_expect_success(get(process, PART));
    fake_entropy_fill(PART);
    expect_end(process, ERROR_NONE, PART);
    fake_enter(FAKE_RNG);
    fake_grant_before_upcall(process);
    rng_on_restart(&process);
    fake_leave();
    expect_end(process, ERROR_RESERVE, PART);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(request_is_served_in_parts, setup),
        cmocka_unit_test_setup(request_ends_where_the_buffer_does, setup),
        cmocka_unit_test_setup(request_for_nothing_ends_at_once, setup),
        cmocka_unit_test_setup(second_request_meanwhile_is_refused, setup),
        cmocka_unit_test_setup(other_commands, setup),
        cmocka_unit_test_setup(without_a_source_there_is_no_device, setup),
        cmocka_unit_test_setup(processes_are_served_in_turn, setup),
        cmocka_unit_test_setup(buffer_swapped_meanwhile_ends_the_request, setup),
        cmocka_unit_test_setup(request_that_ended_by_a_swap_holds_up_nobody, setup),
        cmocka_unit_test_setup(dead_process_gets_nothing_and_the_next_one_does, setup),
        cmocka_unit_test_setup(failed_source_ends_all_requests, setup),
        cmocka_unit_test_setup(source_that_refuses_on_the_way_ends_all_requests, setup),
        cmocka_unit_test_setup(refused_request_leaves_nothing_behind, setup),
        cmocka_unit_test_setup(failed_capsule_below_is_an_error, setup),
        cmocka_unit_test_setup(own_restart_ends_the_requests, setup),
        cmocka_unit_test_setup(end_is_not_lost_by_an_abort, setup),
        cmocka_unit_test_setup(restart_below_ends_all_requests, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
