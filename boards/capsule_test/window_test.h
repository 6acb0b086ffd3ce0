// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Driver 0xF0003: reads a word through the kernel's window to process memory, at any address,
 * without the range check that stands before it everywhere else. For tests: what the hardware
 * refuses must be an error value, in system calls and in kernel work, and what it allows must be
 * the program's own.
 *
 * Trusted code of this board that is listed like a capsule. Command 1: read the word at the first
 * argument now; its value, or INVALID: refused. Command 2: the same in a deferred call. Command 3:
 * the result of that; BUSY until there is one. Command 4: read it as the kernel reads its own; what
 * the kernel may not read ends the machine.
 */
#pragma once

#include <capsule.h>

enum { WINDOW_TEST_DRIVER = 0xF0003 };

void window_test_deferred(void);
void window_test_command(struct command *command);
