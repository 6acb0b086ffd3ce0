// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `alarm`: driver 0x0, one alarm for each process, never early.
 *
 * Programs see the low 32 bits of the time; inside it has 64. A reference lies in the past: one
 * that seems to be in the future is from before the last wrap of the 32 bits.
 */
#pragma once

#include <capsule.h>

enum { ALARM_GRANT_BYTES = 16 };

void alarm_timer(void);
void alarm_on_restart(struct process_id *process);
void alarm_command(struct command *command);
