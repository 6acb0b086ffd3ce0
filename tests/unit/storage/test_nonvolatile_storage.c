// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The region that all programs share, and the regions of a disk: capsules `nonvolatile_storage`
/// and `virtual_storage` on a disk that does what the test says.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include <capsules/nonvolatile_storage/nonvolatile_storage.h>

#include "disk.h"

enum {
    DRIVER = NONVOLATILE_STORAGE_DRIVER,
    READ = NONVOLATILE_STORAGE_COMMAND_READ,
    WRITE = NONVOLATILE_STORAGE_COMMAND_WRITE,
    REGION = SHARED_SECTORS * SECTOR,
    LONG = 3 * SECTOR + 100,
    STEPS_OF_LONG = 9, ///< of the disk, for a write: three sectors, and a part of one
};

static uint8_t pattern[LONG];

static int setup(void **state)
{
    for (size_t i = 0; i < LONG; i++) {
        pattern[i] = (uint8_t)(i * 7 + i / 256 + 1);
    }
    return disk_reset(state);
}

static struct fake_answer ask(struct process_id process, uint32_t command, uint32_t offset,
                              uint32_t length)
{
    return fake_command(DRIVER, process, command, offset, length);
}

static void expect_end(struct process_id process, uint32_t command, uint32_t bytes,
                       enum error status)
{
    fake_expect_upcall(DRIVER, process, command - READ, bytes, 0, status);
}

static struct process_id writer(const char *name, size_t length)
{
    const struct process_id process = fake_process_start(name);
    fake_allow(process, BUFFER_READ_ONLY, NONVOLATILE_STORAGE_ALLOW, pattern, length);
    return process;
}

static struct process_id reader(const char *name, size_t length)
{
    const struct process_id process = fake_process_start(name);
    fake_allow(process, BUFFER_READ_WRITE, NONVOLATILE_STORAGE_ALLOW, NULL, length);
    return process;
}

static const uint8_t *seen(struct process_id process)
{
    return fake_buffer(process, BUFFER_READ_WRITE, NONVOLATILE_STORAGE_ALLOW);
}

static bool is_zero(const uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] != 0) {
            return false;
        }
    }
    return true;
}

static void size_is_that_of_the_region(void **state)
{
    (void)state;
    const struct process_id process = fake_process_start("any");
    fake_expect_success(ask(process, COMMAND_EXISTS, 0, 0));
    fake_expect_success_u32(ask(process, NONVOLATILE_STORAGE_COMMAND_SIZE, 0, 0), REGION);
    fake_expect_failure(ask(process, 4, 0, 0), ERROR_NO_SUPPORT);
    fake_expect_failure(ask(process, UINT32_MAX, 0, 0), ERROR_NO_SUPPORT);
    disk.sector_count = 3; // The end of the region is not there.
    fake_expect_success_u32(ask(process, NONVOLATILE_STORAGE_COMMAND_SIZE, 0, 0), 3 * SECTOR);
    fake_expect_failure(ask(process, READ, 3 * SECTOR, 1), ERROR_INVALID);
}

static void write_at_any_place_changes_only_what_it_is_for(void **state)
{
    (void)state;
    const uint32_t places[][2] = {{0, 1},      {0, SECTOR},          {SECTOR - 1, 2},
                                  {100, LONG}, {SECTOR, 2 * SECTOR}, {REGION - 5, 5},
                                  {1, 0},      {REGION, 0},          {REGION - LONG, LONG}};
    const struct process_id process = writer("one", LONG);
    fake_allow(process, BUFFER_READ_WRITE, NONVOLATILE_STORAGE_ALLOW, NULL, LONG);
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        const uint32_t offset = places[i][0];
        const uint32_t length = places[i][1];
        memset(disk.bytes, 0, DISK_BYTES);
        fake_expect_success(ask(process, WRITE, offset, length));
        disk_settle();
        expect_end(process, WRITE, length, ERROR_NONE);
        assert_memory_equal(disk.bytes + offset, pattern, length);
        assert_true(is_zero(disk.bytes, offset));
        assert_true(is_zero(disk.bytes + offset + length, DISK_BYTES - offset - length));
        assert_int_equal(disk.flushes, disk.writes);
        fake_expect_success(ask(process, READ, offset, length));
        disk_settle();
        expect_end(process, READ, length, ERROR_NONE);
        assert_memory_equal(seen(process), pattern, length);
    }
}

static void request_outside_is_refused(void **state)
{
    (void)state;
    const uint32_t places[][2] = {{REGION, 1},     {REGION + 1, 0}, {REGION - 1, 2},
                                  {UINT32_MAX, 1}, {1, UINT32_MAX}, {UINT32_MAX, UINT32_MAX}};
    const struct process_id process = writer("one", 100);
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        fake_expect_failure(ask(process, READ, places[i][0], places[i][1]), ERROR_INVALID);
        fake_expect_failure(ask(process, WRITE, places[i][0], places[i][1]), ERROR_INVALID);
    }
    disk_settle();
    fake_expect_no_upcall();
    assert_int_equal(disk.reads + disk.writes, 0);
}

static void length_is_cut_to_the_buffer(void **state)
{
    (void)state;
    const struct process_id process = writer("one", 10);
    fake_expect_success(ask(process, WRITE, 5, 100));
    disk_settle();
    expect_end(process, WRITE, 10, ERROR_NONE);
    assert_true(is_zero(disk.bytes + 15, 100));
    fake_expect_failure(ask(process, READ, 5, 100), ERROR_RESERVE);
    fake_allow(process, BUFFER_READ_ONLY, NONVOLATILE_STORAGE_ALLOW, NULL, 0);
    fake_expect_failure(ask(process, WRITE, 5, 100), ERROR_RESERVE);
    fake_expect_success(ask(process, WRITE, 5, 0));
    disk_settle();
    expect_end(process, WRITE, 0, ERROR_NONE);
}

static void second_request_meanwhile_is_refused(void **state)
{
    (void)state;
    const struct process_id process = writer("one", LONG);
    fake_expect_success(ask(process, WRITE, 0, LONG));
    fake_expect_failure(ask(process, WRITE, 0, 1), ERROR_NO_MEMORY);
    disk_settle();
    expect_end(process, WRITE, LONG, ERROR_NONE);
    fake_expect_success(ask(process, WRITE, 0, 1));
    fake_grant_refuse(fake_process_start("two"), true);
}

static void processes_are_served_in_turn(void **state)
{
    (void)state;
    const struct process_id one = writer("one", 3 * SECTOR);
    const struct process_id two = reader("two", SECTOR);
    fake_expect_success(ask(one, WRITE, 0, 3 * SECTOR));
    fake_expect_success(ask(two, READ, 0, SECTOR));
    disk_settle();
    // The short one ends first although it began later, and sees the whole sector or none of it.
    expect_end(two, READ, SECTOR, ERROR_NONE);
    expect_end(one, WRITE, 3 * SECTOR, ERROR_NONE);
    assert_memory_equal(seen(two), pattern, SECTOR);
}

static void process_that_dies_in_the_middle_harms_nobody(void **state)
{
    (void)state;
    for (size_t steps = 0; steps < 8; steps++) {
        (void)setup(NULL);
        const struct process_id one = writer("one", LONG);
        const struct process_id two = reader("two", 2 * SECTOR);
        fake_expect_success(ask(one, WRITE, 10, LONG));
        fake_expect_success(ask(two, READ, 0, 2 * SECTOR));
        for (size_t i = 0; i < steps; i++) {
            fake_run();
            assert_true(disk_step());
        }
        fake_process_end(one);
        disk_settle();
        expect_end(two, READ, 2 * SECTOR, ERROR_NONE);
        fake_expect_no_upcall();
        assert_true(is_zero(disk.bytes, 10));
        const struct process_id three = writer("three", 5);
        fake_expect_success(ask(three, WRITE, 0, 5));
        disk_settle();
        expect_end(three, WRITE, 5, ERROR_NONE);
    }
}

static void buffer_taken_back_ends_the_request(void **state)
{
    (void)state;
    const struct process_id process = writer("one", LONG);
    fake_expect_success(ask(process, WRITE, 0, LONG));
    while (disk.writes == 0) {
        fake_run();
        assert_true(disk_step());
    }
    fake_allow(process, BUFFER_READ_ONLY, NONVOLATILE_STORAGE_ALLOW, NULL, LONG);
    disk_settle();
    expect_end(process, WRITE, SECTOR, ERROR_FAILED);
    assert_true(is_zero(disk.bytes + SECTOR, REGION - SECTOR));

    fake_allow(process, BUFFER_READ_WRITE, NONVOLATILE_STORAGE_ALLOW, NULL, LONG);
    fake_expect_success(ask(process, READ, 0, LONG));
    fake_run();
    fake_allow(process, BUFFER_READ_WRITE, NONVOLATILE_STORAGE_ALLOW, NULL, LONG);
    disk_settle();
    expect_end(process, READ, 0, ERROR_FAILED);
    assert_true(is_zero(seen(process), LONG));
}

static void failing_disk_fails_the_request(void **state)
{
    (void)state;
    const struct process_id process = writer("one", LONG);
    for (size_t i = BLOCK_READ; i <= BLOCK_FLUSH; i++) {
        disk.status[i] = ERROR_FAILED;
        fake_expect_success(ask(process, WRITE, 5, 10));
        disk_settle();
        expect_end(process, WRITE, 0, ERROR_FAILED);
        disk.status[i] = ERROR_NONE;
    }
    const enum error answers[] = {ERROR_NO_DEVICE, ERROR_BUSY, ERROR_STALE, ERROR_NO_SUPPORT};
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        disk.start_answer = answers[i];
        fake_expect_success(ask(process, WRITE, 5, 10));
        disk_settle();
        expect_end(process, WRITE, 0, ERROR_FAILED);
    }
    disk.start_answer = ERROR_NONE;
    disk.has_no_flush = true;
    fake_expect_success(ask(process, WRITE, 5, 10));
    disk_settle();
    expect_end(process, WRITE, 10, ERROR_NONE);
}

static void without_a_disk_there_is_no_device(void **state)
{
    (void)state;
    disk.is_absent = true;
    const struct process_id process = writer("one", 10);
    for (uint32_t command = COMMAND_EXISTS; command <= WRITE + 1; command++) {
        fake_expect_failure(ask(process, command, 0, 1), ERROR_NO_DEVICE);
    }
}

static void restart_of_the_driver_ends_requests_and_loses_nothing(void **state)
{
    (void)state;
    for (size_t steps = 0; steps < 8; steps++) {
        (void)setup(NULL);
        const struct process_id processes[] = {writer("one", LONG), reader("two", SECTOR)};
        fake_expect_success(ask(processes[0], WRITE, 0, LONG));
        fake_expect_success(ask(processes[1], READ, 0, SECTOR));
        for (size_t i = 0; i < steps; i++) {
            fake_run();
            assert_true(disk_step());
        }
        capsule_fail(PLACE_NONVOLATILE);
        bench_capsule_restart(PLACE_NONVOLATILE, processes, 2);
        struct fake_upcall upcall;
        for (size_t i = 0; i < 2; i++) {
            assert_true(fake_upcall_take(&upcall));
            assert_true(upcall.argument[2] == ERROR_RESERVE || upcall.argument[0] == SECTOR);
        }
        fake_expect_no_upcall();
        // A request from before may still be under way; the next one waits for it.
        fake_expect_success(ask(processes[0], WRITE, 3, LONG));
        disk_settle();
        expect_end(processes[0], WRITE, LONG, ERROR_NONE);
        assert_memory_equal(disk.bytes + 3, pattern, LONG);
        fake_expect_no_upcall();
    }
}

static void restart_of_the_storage_ends_requests_and_loses_no_buffer(void **state)
{
    (void)state;
    for (size_t steps = 0; steps < 12; steps++) {
        (void)setup(NULL);
        const struct process_id process = writer("one", LONG);
        fake_expect_success(ask(process, WRITE, 0, LONG));
        for (size_t i = 0; i < steps; i++) {
            fake_run();
            (void)disk_step();
        }
        fake_run();
        capsule_fail(PLACE_VIRTUAL);
        fake_run();
        fake_expect_failure(ask(process, WRITE, 0, LONG), ERROR_NO_DEVICE);
        bench_capsule_restart(PLACE_VIRTUAL, NULL, 0);
        // While the disk may still be at work.
        const struct process_id two = reader("two", 1);
        fake_expect_success(ask(two, READ, REGION - 1, 1));
        disk_settle();
        struct fake_upcall upcall;
        assert_true(fake_upcall_take(&upcall));
        assert_true(upcall.argument[2] == ERROR_RESERVE ||
                    (steps >= STEPS_OF_LONG && upcall.argument[2] == ERROR_NONE));
        expect_end(two, READ, 1, ERROR_NONE);
        fake_expect_no_upcall();
        fake_expect_success(ask(process, WRITE, 3, LONG));
        disk_settle();
        expect_end(process, WRITE, LONG, ERROR_NONE);
        assert_memory_equal(disk.bytes + 3, pattern, LONG);
    }
}

static void regions_are_out_of_each_others_reach(void **state)
{
    (void)state;
    memset(disk.bytes, 0xCC, DISK_BYTES);
    const uint32_t bad[][2] = {{REGION, 1},     {REGION - 1, 2}, {UINT32_MAX, 1},
                               {1, UINT32_MAX}, {0, 0},          {REGION, 0}};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct storage_request request = {
            .operation = STORAGE_WRITE, .offset_bytes = bad[i][0], .length_bytes = bad[i][1]};
        assert_int_equal(nonvolatile_storage_region.request(&request), ERROR_NONE);
        assert_int_equal(request.status, ERROR_INVALID);
    }
    struct storage_request request = {.operation = STORAGE_WRITE + 1, .length_bytes = 1};
    assert_int_equal(nonvolatile_storage_region.request(&request), ERROR_NONE);
    assert_int_equal(request.status, ERROR_INVALID);
    disk_settle();
    assert_int_equal(disk.reads + disk.writes, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(size_is_that_of_the_region, setup),
        cmocka_unit_test_setup(write_at_any_place_changes_only_what_it_is_for, setup),
        cmocka_unit_test_setup(request_outside_is_refused, setup),
        cmocka_unit_test_setup(length_is_cut_to_the_buffer, setup),
        cmocka_unit_test_setup(second_request_meanwhile_is_refused, setup),
        cmocka_unit_test_setup(processes_are_served_in_turn, setup),
        cmocka_unit_test_setup(process_that_dies_in_the_middle_harms_nobody, setup),
        cmocka_unit_test_setup(buffer_taken_back_ends_the_request, setup),
        cmocka_unit_test_setup(failing_disk_fails_the_request, setup),
        cmocka_unit_test_setup(without_a_disk_there_is_no_device, setup),
        cmocka_unit_test_setup(restart_of_the_driver_ends_requests_and_loses_nothing, setup),
        cmocka_unit_test_setup(restart_of_the_storage_ends_requests_and_loses_no_buffer, setup),
        cmocka_unit_test_setup(regions_are_out_of_each_others_reach, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
