// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `rng`: driver 0x40001, random bytes for programs.
 *
 * A program allows a buffer, asks for a number of bytes, and is told when they are there, or when
 * the buffer is full: whatever comes first, which may be at once. One request at a time for each
 * process; those of several are served in turn, a part of at most RANDOM_BYTES_MAX bytes each.
 *
 * What is delivered goes into the buffer that was allowed when the request began. If the program
 * takes that back, the request ends with ERROR_FAILED. If the source fails, all requests end with
 * its error; if there is none, every command is answered with NODEVICE.
 */
#pragma once

#include <capsule.h>
#include <hal/random.h>

enum { RNG_GRANT_BYTES = 24 };

/// The source of random numbers. Defined by the board.
extern const struct random_source rng_source;

void rng_deferred(void);
void rng_command(struct command *command);
void rng_on_restart(struct process_id *process);

void rng_given(struct random_given *given);
