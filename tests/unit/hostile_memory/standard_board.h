// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * A board for the machine of the kernel's tests that has the capsules of real boards and, below
 * them, a serial line and a source of entropy. The whole machine can be put back to where it was.
 *
 *     standard_board_open();       // instead of machine_open()
 *     image_install(...);
 *     machine_boot();
 *     standard_board_settle();     // until nobody has anything to do
 *     copy = machine_keep();
 *     ...
 *     machine_put_back(copy);      // any number of times
 */
#pragma once

#include "machine.h"
#include "machine_keep.h"

enum {
    STANDARD_ALARM,
    STANDARD_CONSOLE,
    STANDARD_TERMINAL,
    STANDARD_RANDOM,
    STANDARD_EVENT_REPORT,
    STANDARD_RNG,
    STANDARD_CAPSULES,
};

static_assert((int)STANDARD_EVENT_REPORT == (int)CAPSULE_WATCHER,
              "process_controlled() is that capsule's");

enum { STANDARD_OUTPUT_BYTES_MAX = 8192 };

/// What has been printed.
extern uint8_t standard_output[STANDARD_OUTPUT_BYTES_MAX];
extern size_t standard_output_length;

/// Of the buffer that `random` has filled.
extern struct ledger_state standard_buffer_state;

/// The machine after power-on, with this board.
void standard_board_open(void);

/// Somebody types: the serial line raises its interrupt.
void standard_board_type(const char *text);

/// The source of entropy is done, if it has been asked: it raises its interrupt.
void standard_board_fill(void);

/// Devices, timers and kernel work, until nothing is left to do but for programs.
void standard_board_settle(void);
