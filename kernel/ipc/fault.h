// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Faults as messages: the kernel sends one to the parent on behalf of a process that cannot go on.
 */
#pragma once

#include <stdbool.h>

#include <lib/attributes.h>

#include "state.h"

/**
 * Stops a living process, which is in no IPC call, until its parent replies, and sends the parent a
 * message of 4 words.
 *
 * @param label  enum ipc_label.
 * @return false: it has no parent that is alive; nothing is done. Context: kernel.
 */
MUST_CHECK bool ipc_fault_send(struct ipc *ipc, enum ipc_label label,
                               const uint32_t word[IPC_REGISTER_WORDS]);
