// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `virtual_test`: driver 0xF0006, second client of the serial line and both clients of the
 * alarm that the board shares out. For tests.
 *
 * Command 1 sends a line of `*` on the serial line, of as many bytes as the first argument says, at
 * most VIRTUAL_TEST_LINE_BYTES_MAX; BUSY while one is under way. Command 2 gives how many lines
 * were sent whole, and how many bytes have been received. Command 3 sets the alarm that the first
 * argument names (0 or 1) in so many milliseconds (second argument); command 4 cancels it; command
 * 5 gives how often it has fired, and how often it was early. Command 6 traps at the next alarm.
 */
#pragma once

#include <capsule.h>
#include <hal/alarm.h>
#include <hal/uart.h>

enum { VIRTUAL_TEST_DRIVER = 0xF0006, VIRTUAL_TEST_LINE_BYTES_MAX = 200 };
enum virtual_test_place { VIRTUAL_TEST_EARLY, VIRTUAL_TEST_LATE };
enum { VIRTUAL_TEST_ALARM_COUNT = 2 };

/// The line and the alarms. Defined by the board.
extern const struct uart virtual_test_line;
extern const struct alarm_source virtual_test_early;
extern const struct alarm_source virtual_test_late;

void virtual_test_init(void);
void virtual_test_command(struct command *command);

void virtual_test_transmitted(const struct uart_transmitted *event);
void virtual_test_received(const struct uart_received *event);
void virtual_test_early_fired(void);
void virtual_test_late_fired(void);
