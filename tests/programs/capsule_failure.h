// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Common to the programs that make a capsule of a board whose name ends in capsule-test fail
 * (tests/capsules). Run by test_capsules.py.
 */
#pragma once

#include <bulkhead/alarm.h>

#include "check.h"

enum capsule_test_driver {
    TRAP_TEST_DRIVER = 0xF0001,
    LOOP_TEST_DRIVER = 0xF0002,
};

/// What follows when a capsule has failed: its driver answers FAILED, the others answer as ever.
static inline void capsule_failure_check(uint32_t driver)
{
    check_error(bulkhead_command(driver, 1, 0, 0), VARIANT_FAILURE, ERROR_FAILED,
                "the capsule is out of service");
    check_error(bulkhead_command(driver, COMMAND_EXISTS, 0, 0), VARIANT_FAILURE, ERROR_FAILED,
                "it does not even say that it is there");
    check(bulkhead_driver_exists(DRIVER_ALARM), "another driver is in service");
    bulkhead_sleep_ms(50);
    check(true, "time goes on");
}

/// Has the driver's capsule fail inside a command.
static inline int capsule_failure_run(const char *program, uint32_t driver, uint32_t command,
                                      uint32_t argument)
{
    check(bulkhead_driver_exists(driver), "the driver is there");
    check_error(bulkhead_command(driver, command, argument, 0), VARIANT_FAILURE, ERROR_FAILED,
                "the caller gets FAILED");
    capsule_failure_check(driver);
    return check_done(program);
}
