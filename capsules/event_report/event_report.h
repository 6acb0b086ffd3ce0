// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `event_report`: prints what the kernel has to tell (images loaded or refused, faults,
 * exits), and listens to nobody. For boards that are too small for the process console.
 *
 * What is typed while no program has the focus is dropped; Ctrl-T gives the focus to a program as
 * ever. Names are printed with bytes outside 0x20..0x7E as \xNN.
 */
#pragma once

#include <capsule.h>
#include <hal/terminal.h>

/// The terminal. Defined by the board.
extern const struct terminal event_report_terminal;

void event_report_init(void);
void event_report_deferred(void);

void event_report_fetch(struct terminal_piece *piece);
void event_report_received(struct terminal_input *input);
