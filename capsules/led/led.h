// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `led`: driver 0x2, the board's lights. All are off after init.
 */
#pragma once

#include <capsule.h>
#include <hal/led.h>

/// The lights. Defined by the board.
extern const struct led_bank led_lights;

void led_init(void);
void led_command(struct command *command);
