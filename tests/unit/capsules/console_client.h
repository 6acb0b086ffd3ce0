// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Programs that write to the console and read from it.
#pragma once

#include <capsules/console/console.h>

#include "fake_gates.h"

/// Begins a write; expects that one of so many bytes has ended; both, with all that is between.
void write_start(struct process_id process, const char *text);
void write_expect(struct process_id process, uint32_t count);
void write_all(struct process_id process, const char *text);

/// Begins a read into a buffer; expects that one has ended, with a text in it.
struct fake_answer read_start(struct process_id process, size_t buffer_bytes,
                              uint32_t length_bytes);
void read_expect(struct process_id process, enum error status, const char *text);

/// Has what is typed go to the program that reads.
void read_focus(void);
