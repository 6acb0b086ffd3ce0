// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `entropy_test`: driver 0xF0004, one request at a time to the board's source of random
 * bytes. For tests.
 *
 * Command 1 asks for as many bytes as the first argument says. Command 2 gives the result, status
 * and number of bytes; BUSY until there is one. Command 3 cancels the request. Command 4 gives the
 * byte of the buffer that the first argument says; RESERVE while the source has the buffer. What
 * the source refuses is the failure of the command.
 */
#pragma once

#include <capsule.h>
#include <hal/entropy.h>

enum { ENTROPY_TEST_DRIVER = 0xF0004 };

/// The source. Defined by the board.
extern const struct entropy_source entropy_test_source;

void entropy_test_command(struct command *command);
void entropy_test_filled(const struct entropy_filled *event);
