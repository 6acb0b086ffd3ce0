// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `loop_test`: driver 0xF0002, a capsule that does not come back. For tests.
 *
 * Command 1 loops for ever: its caller must get FAILED. Command 2 succeeds, and the deferred call
 * that follows loops for ever. After either every further caller gets FAILED, and everybody else is
 * at work.
 */
#pragma once

#include <capsule.h>

enum { LOOP_TEST_DRIVER = 0xF0002 };

void loop_test_deferred(void);
void loop_test_command(struct command *command);
