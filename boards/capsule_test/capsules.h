// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Entries of the test boards: capsules that trap and loop, a driver that has them do so many
 * times, and one that tries the window to process memory.
 */
#pragma once

#include <tests/capsules/loop_test/loop_test.h>
#include <tests/capsules/trap_test/trap_test.h>

#include "abort_test.h"
#include "window_test.h"

#define CAPSULE_ENTRY_TRAP_TEST {.name = "trap_test"}
#define CAPSULE_ENTRY_LOOP_TEST {.name = "loop_test", .deferred = loop_test_deferred}
#define CAPSULE_ENTRY_ABORT_TEST {.name = "abort_test"}
#define CAPSULE_ENTRY_WINDOW_TEST {.name = "window_test", .deferred = window_test_deferred}

#define DRIVER_ENTRY_ABORT_TEST \
    {.number = ABORT_TEST_DRIVER, .capsule = CAPSULE_ABORT_TEST, .command = abort_test_command}
#define DRIVER_ENTRY_TRAP_TEST \
    {.number = TRAP_TEST_DRIVER, .capsule = CAPSULE_TRAP_TEST, .command = trap_test_command}
#define DRIVER_ENTRY_LOOP_TEST \
    {.number = LOOP_TEST_DRIVER, .capsule = CAPSULE_LOOP_TEST, .command = loop_test_command}
#define DRIVER_ENTRY_WINDOW_TEST \
    {.number = WINDOW_TEST_DRIVER, .capsule = CAPSULE_WINDOW_TEST, .command = window_test_command}
