// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * A kernel, a board and a serial line that exist for the tests of capsules only.
 *
 * The fake implements all of capsule.h for a few processes whose grants and buffers are arrays,
 * wires the capsules as a board does, and keeps what they did. Nothing happens by itself: a test
 * calls entry points through fake_command() and fake_type(), and lets everything that is due happen
 * with fake_run(). Time stands still but for fake_advance().
 *
 * A mistake that the kernel would answer with the abort of a capsule fails the test.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <capsule.h>
#include <hal/terminal.h>

enum { FAKE_SLOT_COUNT = 4, FAKE_HZ = 25000000, FAKE_BUFFER_BYTES_MAX = 2048 };

enum fake_capsule {
    FAKE_TERMINAL,
    FAKE_PROCESS_CONSOLE,
    FAKE_CONSOLE,
    FAKE_ALARM,
    FAKE_LED,
    FAKE_BUTTON,
    FAKE_DEBUG,
    FAKE_RANDOM,
    FAKE_RNG,
    FAKE_VIRTUAL_UART,
    FAKE_VIRTUAL_ALARM,
    FAKE_VIRTUAL_ENTROPY,
};
enum { FAKE_CAPSULE_COUNT = 12 };

struct fake_upcall {
    uint32_t driver;
    uint64_t process;
    uint32_t number;
    uint32_t argument[3];
};

struct fake_answer {
    uint32_t count;
    uint32_t word[4]; ///< variant first
};

/// Starts the capsules, as at boot. Once in a program; the images have not been looked at then.
void fake_boot(void);

/// Boots if that was not done, then before each test: ends all processes, forgets what was
/// recorded.
void fake_reset(void);
int fake_setup(void **state); ///< the same, for cmocka

/// Starts a process in a free slot with no buffers.
struct process_id fake_process_start(const char *name);
void fake_process_name(struct process_id process, const void *name, size_t length_bytes);
void fake_process_end(struct process_id process);

/// What process_describe() says of it; may be changed.
struct process_information *fake_information(struct process_id process);
struct process_fault_report *fake_fault(struct process_id process);

/// How many registers process_register_describe() knows of a faulted process; 6 at most.
extern uint32_t fake_register_count;

/// The life whose report the capsule said to be over, last.
extern struct process_id fake_fault_reported;

void fake_allow(struct process_id process, enum buffer_kind kind, uint32_t number,
                const void *bytes, size_t length_bytes);
const uint8_t *fake_buffer(struct process_id process, enum buffer_kind kind, uint32_t number);

/// From now on the process has no room for grants, or has it again.
void fake_grant_refuse(struct process_id process, bool is_refused);

/// The grant that the capsule which is called has for a process is as at first, but for so many
/// bytes at its start.
void fake_grant_renew(struct process_id process, size_t kept_bytes);

/// It is as it was when the capsule which is called scheduled its last upcall for a process, as an
/// abort right before that would have left it.
void fake_grant_before_upcall(struct process_id process);

/// Whether such bytes lie somewhere in the grants of a process.
bool fake_grant_has(struct process_id process, const void *bytes, size_t length_bytes);

struct fake_answer fake_command(uint32_t driver, struct process_id process, uint32_t number,
                                uint32_t argument0, uint32_t argument1);
void fake_expect_success(struct fake_answer answer);
void fake_expect_success_u32(struct fake_answer answer, uint32_t value);
void fake_expect_failure(struct fake_answer answer, enum error error);

/// Runs what is due: deferred calls, timers, and the serial line, until all is quiet.
void fake_run(void);

/// Runs deferred calls and timers that are due, but lets the serial line stand.
void fake_run_but_line(void);

/// Lets the present piece of output end. False: there is none.
bool fake_line_step(void);

/// Moves time, and runs what is due at each timer on the way.
void fake_advance(uint64_t ticks);
void fake_advance_milliseconds(uint32_t milliseconds);
void fake_time_set(uint64_t now);

/// What has been sent on the serial line since the last fake_output_clear(), with a zero behind it.
const char *fake_output(void);
void fake_output_clear(void);

/// Fails unless the whole output is `text`. Clears it.
void fake_expect_output(const char *text);

/// Fails unless the output holds `text`.
void fake_expect_in_output(const char *text);

void fake_type(const char *text);

/// Takes the oldest upcall that was scheduled. False: none.
bool fake_upcall_take(struct fake_upcall *upcall);
void fake_expect_upcall(uint32_t driver, struct process_id process, uint32_t number,
                        uint32_t argument0, uint32_t argument1, uint32_t argument2);
void fake_expect_no_upcall(void);

/// Adds a kernel event.
void fake_event(const struct kernel_event *event, uint32_t lost_count);

/// Calls to a failed capsule answer ERROR_FAILED.
void fake_capsule_fail(enum fake_capsule capsule, bool is_failed);

/// The last action that was asked of process_control(), and what that answers.
extern struct process_id fake_controlled;
extern int fake_control_action;
extern enum error fake_control_answer;

/// Status with which the test program ends in machine_reset() and machine_panic().
enum { FAKE_STATUS_RESET = 91, FAKE_STATUS_PANIC = 92 };

/// The line keeps what is typed.
extern bool fake_line_is_paused;

extern uint32_t fake_lights;
extern uint32_t fake_buttons_watched;
extern uint32_t fake_buttons_pressed;
void fake_button_change(uint32_t index, bool is_pressed);

/// How many bytes the line takes before it says that it wants more: 1 at the start of each test, so
/// that any piece keeps it busy until fake_line_step(). It then takes the rest of that piece.
extern size_t fake_line_room;
