// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `trap_test`: driver 0xF0001, a capsule that traps when a program asks for it. For tests.
 *
 * Command 1: an undefined instruction. Command 2: a load so many bytes behind the
 * capsule's state as the first argument says (0x30000000: nothing is there). Command 3: a division
 * of the first argument by zero. Command 5: a call of a null function, as of one that a contract
 * lacks; command 6: the same as the last thing that the capsule does. Each must end in FAILED for
 * the caller, and leave everybody else at work.
 */
#pragma once

#include <capsule.h>

enum { TRAP_TEST_DRIVER = 0xF0001 };

void trap_test_command(struct command *command);
