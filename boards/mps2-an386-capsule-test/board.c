// SPDX-License-Identifier: Apache-2.0 OR MIT
// The plain board with two more capsules, one that traps and one that does not come back, and a
// driver that tries the window to process memory.

#include <boards/mps2/wiring.h>
#include <tests/capsules/loop_test/loop_test.h>
#include <tests/capsules/trap_test/trap_test.h>

#include "window_test.h"

enum test_capsule {
    CAPSULE_TRAP_TEST = MPS2_CAPSULE_COUNT,
    CAPSULE_LOOP_TEST,
    CAPSULE_WINDOW_TEST,
};
enum { CAPSULE_COUNT = MPS2_CAPSULE_COUNT + 3, DRIVER_COUNT = MPS2_DRIVER_COUNT + 3 };

static const struct capsule_description capsules[CAPSULE_COUNT] = {
    MPS2_CAPSULES,
    [CAPSULE_TRAP_TEST] = {.name = "trap_test"},
    [CAPSULE_LOOP_TEST] = {.name = "loop_test", .deferred = loop_test_deferred},
    [CAPSULE_WINDOW_TEST] = {.name = "window_test", .deferred = window_test_deferred},
};
static struct capsule_status capsule_status[CAPSULE_COUNT];

static const struct driver drivers[DRIVER_COUNT] = {
    MPS2_DRIVERS,
    {.number = TRAP_TEST_DRIVER, .capsule = CAPSULE_TRAP_TEST, .command = trap_test_command},
    {.number = LOOP_TEST_DRIVER, .capsule = CAPSULE_LOOP_TEST, .command = loop_test_command},
    {.number = WINDOW_TEST_DRIVER, .capsule = CAPSULE_WINDOW_TEST, .command = window_test_command},
};

const struct board board = {
    .name = "mps2-an386-capsule-test",
    .capsules = capsules,
    .capsule_status = capsule_status,
    .capsule_count = CAPSULE_COUNT,
    .drivers = drivers,
    .driver_count = DRIVER_COUNT,
    MPS2_BOARD,
};
