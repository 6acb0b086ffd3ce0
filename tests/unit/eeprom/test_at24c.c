// SPDX-License-Identifier: Apache-2.0 OR MIT
/// An EEPROM as storage: what it does to the memory, and what becomes of requests if that fails.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include <capsules/at24c/at24c.h>
#include <capsules/key_value/key_value.h>
#include <capsules/storage_regions/storage_regions.h>

#include "eeprom.h"

enum { TRIES = 20, PAGES = SECTOR / EEPROM_PAGE_BYTES };

static struct fake_answer set(struct process_id process, const char *value)
{
    fake_allow(process, BUFFER_READ_ONLY, KEY_VALUE_ALLOW_KEY, "key", 3);
    fake_allow(process, BUFFER_READ_ONLY, KEY_VALUE_ALLOW_VALUE, value, strlen(value));
    return fake_command(KEY_VALUE_DRIVER, process, KEY_VALUE_COMMAND_SET, 0, 0);
}

static void set_expect(struct process_id process, const char *value, enum error status)
{
    fake_expect_success(set(process, value));
    disk_settle();
    fake_expect_upcall(KEY_VALUE_DRIVER, process, KEY_VALUE_UPCALL_DONE, status, 0, 0);
    fake_expect_no_upcall();
}

/// Only pages that are to hold something else are written.
static void pages_that_are_right_are_not_written(void **state)
{
    (void)state;
    const struct process_id one = fake_process_start("one");
    set_expect(one, "value", ERROR_NONE);
    // A header of 33 bytes and a short value are two pages.
    assert_int_equal(disk.writes, 2);
    // The older record is erased by the next request.
    set_expect(one, "other", ERROR_NONE);
    assert_int_equal(disk.writes, 4);
}

static void busy_memory_is_waited_for(void **state)
{
    (void)state;
    const struct process_id one = fake_process_start("one");
    eeprom.busy_looks = TRIES - 1;
    set_expect(one, "value", ERROR_NONE);
    eeprom.busy_looks = TRIES;
    set_expect(one, "longer", ERROR_FAILED);
}

/// A memory that never answers holds a request up for so many tries, and is gone then.
static void memory_that_is_gone_is_no_device_until_it_comes(void **state)
{
    (void)state;
    const struct process_id one = fake_process_start("one");
    set_expect(one, "value", ERROR_NONE);
    disk.is_absent = true;
    const unsigned before = eeprom.transfers;
    set_expect(one, "other", ERROR_FAILED);
    assert_in_range(eeprom.transfers - before, TRIES, 2 * TRIES);
    fake_expect_failure(set(one, "other"), ERROR_NO_DEVICE);
    disk_settle();
    disk.is_absent = false;
    fake_expect_failure(set(one, "other"), ERROR_NO_DEVICE);
    disk_settle();
}

static void protected_memory_fails_writes(void **state)
{
    (void)state;
    const struct process_id one = fake_process_start("one");
    set_expect(one, "value", ERROR_NONE);
    eeprom.is_protected = true;
    const uint32_t before = disk.writes;
    set_expect(one, "other", ERROR_FAILED);
    assert_in_range(disk.writes - before, 1, 2); // A page is not written again and again.
    eeprom.is_protected = false;
    set_expect(one, "other", ERROR_NONE);
}

static void bus_that_refuses_fails_requests(void **state)
{
    (void)state;
    const struct process_id one = fake_process_start("one");
    static const enum error refusals[] = {ERROR_INVALID, ERROR_STALE, ERROR_FAILED};
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
        (void)disk_reset(state);
        const struct process_id again = fake_process_start("one");
        set_expect(again, "value", ERROR_NONE);
        eeprom.refusal = refusals[i];
        set_expect(again, "other", ERROR_FAILED);
        eeprom.refusal = ERROR_NONE;
        set_expect(again, "last", ERROR_NONE);
    }
    (void)one;
}

/// Asks the storage as a driver would, which this test is in the place of.
static enum error ask(uint8_t operation, uint32_t offset, uint32_t length)
{
    struct storage_request request = {operation, offset, length, ERROR_FAILED};
    assert_int_equal(storage_regions_medium.request(&request), ERROR_NONE);
    return request.status;
}

static void requests_outside_are_refused(void **state)
{
    (void)state;
    struct storage_description description = {1};
    (void)storage_regions_medium.describe(&description);
    assert_int_equal(description.length_bytes, DISK_BYTES);
    static const struct {
        uint32_t offset, length;
    } cases[] = {{0, 0},          {DISK_BYTES, 1},          {DISK_BYTES - 1, 2}, {UINT32_MAX, 1},
                 {1, UINT32_MAX}, {UINT32_MAX, UINT32_MAX}, {0, DISK_BYTES + 1}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(ask(STORAGE_READ, cases[i].offset, cases[i].length), ERROR_INVALID);
        assert_int_equal(ask(STORAGE_WRITE, cases[i].offset, cases[i].length), ERROR_INVALID);
    }
    assert_int_equal(ask(STORAGE_WRITE + 1, 0, 1), ERROR_INVALID);
    assert_int_equal(ask(STORAGE_READ, DISK_BYTES - 1, 1), ERROR_NONE);
    assert_int_equal(ask(STORAGE_READ, 0, 1), ERROR_BUSY);
    disk_settle();
    // What nobody of the regions has asked for goes to nobody; what they give is nothing.
    assert_int_equal(ask(STORAGE_WRITE, 0, 1), ERROR_NONE);
    disk_settle();
    assert_int_equal(disk.writes, 0);
}

/// Reads are cut at the end of a sector, and come from all pages.
static void request_is_one_of_a_sector(void **state)
{
    (void)state;
    const unsigned before = eeprom.transfers;
    assert_int_equal(ask(STORAGE_READ, SECTOR + 5, DISK_BYTES - SECTOR - 5), ERROR_NONE);
    disk_settle();
    assert_int_equal(eeprom.transfers - before, PAGES);
}

/// The capsule fails at each step of a change; the change has ended then, and the next goes well.
static void restart_at_any_step_ends_the_request(void **state)
{
    for (size_t steps = 0; steps < 60; steps++) {
        (void)disk_reset(state);
        const struct process_id one = fake_process_start("one");
        eeprom.busy_looks = 2;
        set_expect(one, "older", ERROR_NONE);
        fake_expect_success(set(one, "newer"));
        for (size_t i = 0; i < steps; i++) {
            fake_run();
            (void)disk_step();
        }
        capsule_fail((enum place)PLACE_EEPROM);
        fake_run();
        bench_capsule_restart(PLACE_EEPROM, &one, 1);
        disk_settle();
        struct fake_upcall upcall;
        assert_true(fake_upcall_take(&upcall));
        // One that is out of service is no device.
        assert_true(upcall.argument[0] == ERROR_NONE || upcall.argument[0] == ERROR_FAILED ||
                    upcall.argument[0] == ERROR_RESERVE || upcall.argument[0] == ERROR_NO_DEVICE);
        fake_expect_no_upcall();
        set_expect(one, "last", ERROR_NONE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(pages_that_are_right_are_not_written, disk_reset),
        cmocka_unit_test_setup(busy_memory_is_waited_for, disk_reset),
        cmocka_unit_test_setup(memory_that_is_gone_is_no_device_until_it_comes, disk_reset),
        cmocka_unit_test_setup(protected_memory_fails_writes, disk_reset),
        cmocka_unit_test_setup(bus_that_refuses_fails_requests, disk_reset),
        cmocka_unit_test_setup(requests_outside_are_refused, disk_reset),
        cmocka_unit_test_setup(request_is_one_of_a_sector, disk_reset),
        cmocka_unit_test_setup(restart_at_any_step_ends_the_request, disk_reset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
