// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Common to the test programs. Each prints `PASS what` or `FAIL what (number)` for every single
 * check and ends with `DONE program`; test_programs.py reads that.
 */
#pragma once

#include <abi/driver.h>
#include <bulkhead/system_call.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/// Reports a check; number is shown if it failed, to say what was found.
static inline void check_value(bool holds, const char *what, uint32_t number)
{
    if (holds) {
        printf("PASS %s\n", what);
    } else {
        printf("FAIL %s (0x%lx)\n", what, (unsigned long)number);
    }
}

static inline void check(bool holds, const char *what)
{
    check_value(holds, what, 0);
}

/// Checks that a call failed with this error in the variant of its class.
static inline void check_error(struct bulkhead_result result, enum system_call_variant variant,
                               enum error error, const char *what)
{
    bool holds = result.variant == (uint32_t)variant && result.value[0] == (uint32_t)error;
    check_value(holds, what, result.variant << 16 | (result.value[0] & 0xFFFF));
}

static inline int check_done(const char *program)
{
    printf("DONE %s\n", program);
    return 0;
}
