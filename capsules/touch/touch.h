// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `touch`: driver 0x90002, where the screen is touched.
 *
 * Command 1 asks for touches, 2 asks for no more; 100 says in how many places at a time the panel
 * can be touched, which is 1. Upcall 0 brings a status (0 released, 1 pressed, 2 moved), the place
 * (x shifted by 16, and y, in pixels from the top left corner), and the size and pressure of the
 * touch, which the panel does not know: 0.
 *
 * Every program that asks is told. One that does not take its upcalls loses events like those of
 * buttons. A touch in more places (commands 10 to 12) and gestures (upcall 1) are things that this
 * panel does not tell: NOSUPPORT, and no such upcall. NODEVICE: there is no panel. After a restart
 * of the capsule nobody has asked.
 */
#pragma once

#include <capsule.h>
#include <hal/touch.h>

enum { TOUCH_DRIVER = 0x90002, TOUCH_GRANT_BYTES = 4 };
enum touch_command_number {
    TOUCH_COMMAND_ENABLE = 1,
    TOUCH_COMMAND_DISABLE = 2,
    TOUCH_COMMAND_COUNT = 100,
};
enum { TOUCH_UPCALL_TOUCHED = 0 };

/// The panel. Made of the manifest and the board's choice.
extern const struct touch_panel touch_device;

void touch_init(void);
void touch_process_ended(struct process_id *process);
void touch_command(struct command *command);

void touch_touched(const struct touched *event);
