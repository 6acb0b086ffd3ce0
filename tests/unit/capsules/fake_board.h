// SPDX-License-Identifier: Apache-2.0 OR MIT
/// What the two halves of the fake need of each other; tests use fake_gates.h.
#pragma once

#include "fake_gates.h"

/// The capsule that is running. Fails the test when none is.
enum fake_capsule fake_capsule_calling(void);
uint32_t fake_driver_calling(void);

void fake_deferred_note(enum fake_capsule capsule);
void fake_process_ended(struct process_id process);
void fake_processes_reset(void);

/// A crossing into a capsule, and back. Between them the capsule's gates know who calls.
void fake_enter(enum fake_capsule capsule);
void fake_leave(void);
bool fake_is_on_the_way(enum fake_capsule capsule);
bool fake_is_failed(enum fake_capsule capsule);
