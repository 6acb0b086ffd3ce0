// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The board's table of system-call drivers, and who may use which.
#pragma once

#include "process.h"

/**
 * Finds a driver that `process` may use.
 *
 * @return index in the board's table, or DRIVER_NONE: no such driver, or the policy hides it.
 * Context: kernel.
 */
unsigned driver_find(const struct process *process, uint32_t number);

/// Says whether the image's permission list, which there is, allows a command. Context: kernel.
bool driver_command_is_permitted(const struct process *process, uint32_t number, uint32_t command);

/// Bit i is set when the board's policy opens driver i to programs without a credential.
uint32_t driver_policy_mask(void);
