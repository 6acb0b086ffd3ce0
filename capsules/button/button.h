// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `button`: driver 0x3, the board's buttons.
 *
 * A change is reported to every process that enabled the button; the bank watches only buttons that
 * somebody enabled. After a restart of the capsule no button is enabled.
 */
#pragma once

#include <capsule.h>
#include <hal/button.h>

enum { BUTTON_GRANT_BYTES = 4 };

/// The buttons. Defined by the board.
extern const struct button_bank button_inputs;

void button_init(void);
void button_process_ended(struct process_id *process);
void button_command(struct command *command);
void button_changed(const struct button_changed *event);
