// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Entries of this board only.
#pragma once

#include <tests/capsules/entropy_test/entropy_test.h>

#define CAPSULE_ENTRY_ENTROPY_TEST {.name = "entropy_test"}
#define DRIVER_ENTRY_ENTROPY_TEST        \
    {                                    \
        .number = ENTROPY_TEST_DRIVER,   \
        .capsule = CAPSULE_ENTROPY_TEST, \
        .command = entropy_test_command, \
    }
