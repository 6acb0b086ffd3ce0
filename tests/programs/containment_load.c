// SPDX-License-Identifier: Apache-2.0 OR MIT
// Calls every driver in every way, for ever; see containment.h.
#include "containment_drivers.h"

/// Drivers of some boards only, tests/capsules/; on others all their commands are refused.
enum { ENTROPY_TEST_DRIVER = 0xF0004, BLOCK_TEST_DRIVER = 0xF0005, VIRTUAL_TEST_DRIVER = 0xF0006 };
enum { ENTROPY_REQUEST = 1, ENTROPY_RESULT, ENTROPY_CANCEL, ENTROPY_BYTE };
enum { DISK_READ = 1, DISK_WRITE, DISK_FLUSH, DISK_CANCEL, DISK_RESULT };
enum { DISK_FILL = 6, DISK_CHECK, DISK_DESCRIBE };
enum { LINE_SEND = 1, LINE_COUNTS, TIMER_SET, TIMER_CANCEL, TIMER_COUNTS };
enum { SECTOR_BYTES = 512, RESULT_LOOKS = 20 };

/// Waits until a request has ended; says whether well. A restart may have forgotten it.
static bool has_ended(uint32_t driver, uint32_t result_command)
{
    for (uint32_t i = 0; i < RESULT_LOOKS; i++) {
        struct bulkhead_result result = bulkhead_command(driver, result_command, 0, 0);
        if (bulkhead_result_is_success(result)) {
            return result.value[driver == BLOCK_TEST_DRIVER ? 1 : 0] == ERROR_NONE;
        }
        sleep_ms(1);
    }
    return false;
}

static bool is_done(uint32_t driver, uint32_t result_command, uint32_t command, uint32_t argument_a,
                    uint32_t argument_b)
{
    return bulkhead_result_is_success(bulkhead_command(driver, command, argument_a, argument_b)) &&
           has_ended(driver, result_command);
}

static bool is_transferred(uint32_t round)
{
    const uint32_t sector = round % 8;
    (void)bulkhead_command(BLOCK_TEST_DRIVER, DISK_DESCRIBE, 0, 0);
    (void)bulkhead_command(BLOCK_TEST_DRIVER, DISK_FILL, round, 0);
    bool is_well = is_done(BLOCK_TEST_DRIVER, DISK_RESULT, DISK_WRITE, sector, 1) &&
                   is_done(BLOCK_TEST_DRIVER, DISK_RESULT, DISK_FLUSH, 0, 0);
    (void)bulkhead_command(BLOCK_TEST_DRIVER, DISK_FILL, round + 1, 0);
    is_well = is_well && is_done(BLOCK_TEST_DRIVER, DISK_RESULT, DISK_READ, sector, 1);
    struct bulkhead_result equal =
        bulkhead_command(BLOCK_TEST_DRIVER, DISK_CHECK, round, SECTOR_BYTES);
    return is_well && bulkhead_result_is_success(equal) && equal.value[0] == 1;
}

static void devices_use(uint32_t round)
{
    const bool is_filled =
        is_done(ENTROPY_TEST_DRIVER, ENTROPY_RESULT, ENTROPY_REQUEST, 1 + round % 64, 0);
    (void)bulkhead_command(ENTROPY_TEST_DRIVER, ENTROPY_BYTE, round % 64, 0);
    if (is_transferred(round) && is_filled) {
        report_add(REPORT_TRANSFERS, 1);
    }
    for (uint32_t place = 0; place < 2; place++) {
        (void)bulkhead_command(VIRTUAL_TEST_DRIVER, TIMER_SET, place, 1 + round % 7);
        (void)bulkhead_command(VIRTUAL_TEST_DRIVER, TIMER_COUNTS, place, 0);
    }
    (void)bulkhead_command(VIRTUAL_TEST_DRIVER, LINE_SEND, 1 + round % 100, 0);
    (void)bulkhead_command(VIRTUAL_TEST_DRIVER, LINE_COUNTS, 0, 0);
    sleep_ms(round % 5);
    (void)bulkhead_command(VIRTUAL_TEST_DRIVER, TIMER_CANCEL, round % 2, 0);
    // What is cancelled at once may be on its way.
    (void)bulkhead_command(ENTROPY_TEST_DRIVER, ENTROPY_REQUEST, 8, 0);
    (void)bulkhead_command(ENTROPY_TEST_DRIVER, ENTROPY_CANCEL, 0, 0);
    (void)has_ended(ENTROPY_TEST_DRIVER, ENTROPY_RESULT);
    (void)bulkhead_command(BLOCK_TEST_DRIVER, DISK_READ, 0, 4);
    (void)bulkhead_command(BLOCK_TEST_DRIVER, DISK_CANCEL, 0, 0);
    (void)has_ended(BLOCK_TEST_DRIVER, DISK_RESULT);
}

int main(void)
{
    for (uint32_t round = 0;; round++) {
        work(round);
        devices_use(round);
        drivers_work(round);
        report_add(REPORT_LOAD_ROUNDS, 1);
    }
}
