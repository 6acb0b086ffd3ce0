// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `block_test`: driver 0xF0005, one request at a time to the board's disk. For tests.
 *
 * Commands 1 and 2 read and write sectors: the first one and how many. Command 3 flushes. Command 4
 * cancels what is under way. Command 5 gives the result, operation and status; BUSY until there is
 * one. Command 6 fills the buffer with a pattern made of the first argument, and command 7 says
 * whether so many of its bytes (second argument) hold the pattern of the first: 1 or 0; RESERVE
 * while the disk has the buffer. Command 8 gives the number of sectors and whether they can only be
 * read. Command 9 traps. What the disk refuses is the failure of the command.
 */
#pragma once

#include <capsule.h>
#include <hal/block.h>

enum { BLOCK_TEST_DRIVER = 0xF0005 };

/// The disk. Defined by the board.
extern const struct block_device block_test_disk;

void block_test_command(struct command *command);
void block_test_done(const struct block_done *event);
