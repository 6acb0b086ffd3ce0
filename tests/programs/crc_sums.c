// SPDX-License-Identifier: Apache-2.0 OR MIT
// Sums that are known, and what is refused. Run by test_crc.py.
#include <string.h>

#include "check.h"

enum { DRIVER = 0x40002, LONG_BYTES = 1000 };

static const char digits[] = "123456789";
static uint8_t zeros[LONG_BYTES];

static struct bulkhead_result ask(uint32_t algorithm, uint32_t length)
{
    return bulkhead_command(DRIVER, 1, algorithm, length);
}

static void sum_check(uint32_t algorithm, const void *bytes, size_t length, uint32_t sum)
{
    (void)bulkhead_allow_read_only(DRIVER, 0, bytes, length);
    check(bulkhead_result_is_success(ask(algorithm, (uint32_t)length)), "a sum begins");
    const struct bulkhead_upcall done = bulkhead_yield_wait_for(DRIVER, 0);
    check_value(done.value[0] == 0 && done.value[1] == sum && done.value[2] == algorithm, "it ends",
                done.value[1]);
}

int main(void)
{
    check(bulkhead_driver_exists(DRIVER), "it is there");
    check_error(ask(0, 1), VARIANT_FAILURE, ERROR_SIZE, "without a buffer");
    sum_check(0, digits, 9, 0xCBF43926);
    sum_check(1, digits, 9, 0xE3069283);
    sum_check(2, digits, 9, 0x89F6);
    sum_check(0, zeros, LONG_BYTES, 0x060B1780);
    check_error(ask(3, 1), VARIANT_FAILURE, ERROR_INVALID, "another algorithm");
    check_error(ask(0, LONG_BYTES + 1), VARIANT_FAILURE, ERROR_SIZE, "more than there is");
    check_error(ask(0, 0), VARIANT_FAILURE, ERROR_SIZE, "nothing");
    check(bulkhead_yield_wait_for(DRIVER, 0).value[0] == ERROR_SIZE, "an upcall says so, too");
    check_error(bulkhead_command(DRIVER, 2, 0, 0), VARIANT_FAILURE, ERROR_NO_SUPPORT,
                "there is no other command");
    check(bulkhead_result_is_success(ask(0, LONG_BYTES)), "one begins");
    (void)bulkhead_allow_read_only(DRIVER, 0, digits, 9);
    const uint32_t status = bulkhead_yield_wait_for(DRIVER, 0).value[0];
    check_value(status == ERROR_NONE || status == ERROR_FAILED, "and ends when its buffer goes",
                status);
    check_done("crc_sums");
    // It dies while it waits.
    (void)ask(0, 9);
    return 0;
}
