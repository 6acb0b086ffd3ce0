// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Driver 0xF0000: has capsules aborted many times over. For tests: each abort must come back to
 * whoever called the capsule, with its registers and its place in the chain of crossings.
 *
 * Trusted code of this board that is listed like a capsule. Command 1: as many calls as the first
 * argument says, by turns into a capsule that loops, which the tick ends, and into one that traps;
 * the number of those that ended as they must. Each is made as the kernel makes the first call into
 * a capsule, and finds a capsule that has not failed yet.
 */
#pragma once

#include <capsule.h>

enum { ABORT_TEST_DRIVER = 0xF0000 };

void abort_test_command(struct command *command);
