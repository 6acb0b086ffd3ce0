// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `cell_test`: driver 0xF0009, which uses a take cell, so that tools/bench can count what
 * that costs. For tests.
 *
 * Command 1 takes the buffer and puts it back. FAILED: it was not there.
 */
#pragma once

#include <capsule.h>

enum { CELL_TEST_DRIVER = 0xF0009 };

void cell_test_init(void);
void cell_test_command(struct command *command);

/// Takes the buffer out and puts it back. False: it was not there.
bool cell_test_take_put(void);
