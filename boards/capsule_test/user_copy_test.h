// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Driver 0xF0010: calls the kernel's access to process memory as a program says, with a buffer of
 * the kernel's for the other side. For tests and measurements.
 *
 * Trusted code of this board that is listed like a capsule; its source, tests/kernel, is compiled
 * as a part of the kernel. The buffer is a grant. There are four numbers that commands set:
 * address, bytes, offset in the buffer, and value.
 *
 *     1  (number, value)     sets a number
 *     2  (operation)         runs an operation of enum user_copy_operation; result: error, count
 *     3  (operation)         runs it in kernel work
 *     4  ()                  result of that; BUSY until there is one
 *     5  (byte)              fills the buffer
 *     6  (offset)            the aligned word at an offset of the buffer
 *     7  (offset, word)      sets it
 */
#pragma once

#include <capsule.h>

enum { USER_COPY_TEST_DRIVER = 0xF0010, USER_COPY_TEST_GRANT_BYTES = 1152 };

void user_copy_test_deferred(void);
void user_copy_test_command(struct command *command);
