// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `gpio`: driver 0x4, pins for programs.
 *
 * The first argument is a pin, numbered from 0. Commands: 1, it is an output; 2, 3 and 4 drive it
 * high, low, the other way; 5, it is an input, the second argument says with what pull (0 none, 1
 * up, 2 down); 6 asks how it is (0 or 1); 7, tell me of edges (0 both, 1 rising, 2 falling), 8, no
 * more; 9, it is off; 10 asks how many pins there are. Upcall 0: pin, how it is now, 0.
 *
 * A pin belongs to the program that has used it first, by any of commands 1 to 5 and 7, until that
 * switches it off or ends; then the pin is off. Anybody may ask how a pin is. Upcalls go to the
 * owner.
 *
 * A pin with many edges tells of one a millisecond at most, and what it tells is how the pin is; an
 * upcall for which the program's queue has no room comes later. After a restart of the capsule all
 * pins are off and nobody's. After one of a bank behind a bus (capsule `max7310`) they are off, but
 * still belong to their programs; who watches a pin is told that it is low, and nobody else: a
 * program that depends on an output reads it from time to time, and sets it up again.
 *
 * A pin is switched off even if the bank is out of service when its owner ends: that is tried until
 * it works, and before that nobody has the pin (FAIL). A pin that cannot be watched again behind an
 * edge, since nobody answers for it, is tried again until it can. Both come after a millisecond,
 * then more and more rarely, at last once a second.
 *
 * INVAL: no such pin. NODEVICE: a pin that the board does not give to programs. RESERVE: it belongs
 * to another program. NOSUPPORT: such a pull or edge does not exist, or the pin has none.
 */
#pragma once

#include <capsule.h>
#include <hal/gpio.h>

enum { GPIO_DRIVER = 0x4, GPIO_UPCALL_CHANGED = 0 };
enum gpio_command_number {
    GPIO_COMMAND_OUTPUT = 1,
    GPIO_COMMAND_SET = 2,
    GPIO_COMMAND_CLEAR = 3,
    GPIO_COMMAND_TOGGLE = 4,
    GPIO_COMMAND_INPUT = 5,
    GPIO_COMMAND_READ = 6,
    GPIO_COMMAND_WATCH = 7,
    GPIO_COMMAND_IGNORE = 8,
    GPIO_COMMAND_OFF = 9,
    GPIO_COMMAND_COUNT = 10,
};

/// The pins. Made of the manifest and the board's choice.
extern const struct gpio_bank gpio_pins;

void gpio_init(void);
void gpio_timer(void);
void gpio_command(struct command *command);
void gpio_process_ended(struct process_id *process);

void gpio_changed(const struct gpio_changed *event);
