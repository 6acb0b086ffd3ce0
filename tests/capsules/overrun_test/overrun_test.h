// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `overrun_test`: driver 0xF0008, a capsule with a mistake that its checker cannot see: it
 * keeps the numbers of all calls in an array for two and never looks whether there is room. For the
 * demonstration in README.md.
 *
 * Command 1 keeps the first argument and answers with how many it has. The third call since the
 * capsule was started ends in FAILED, and the capsule is restarted.
 */
#pragma once

#include <capsule.h>

enum { OVERRUN_TEST_DRIVER = 0xF0008 };

void overrun_test_command(struct command *command);
