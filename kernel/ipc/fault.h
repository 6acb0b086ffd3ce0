// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Faults as messages: the kernel sends one to the parent on behalf of a process that cannot go on,
 * and does what the reply says. The words of a message are registers of the process, as they are
 * when it is received, then what the fault is about. A reply may set registers: docs/ipc.md.
 */
#pragma once

#include <stdbool.h>

#include <lib/attributes.h>

#include "state.h"

/**
 * Stops a living process, which is in no IPC call, until its parent replies, and sends the parent a
 * message.
 *
 * @param word  `count` of these come behind the registers.
 * @return false: it has no parent that is alive; nothing is done. Context: kernel.
 */
MUST_CHECK bool ipc_fault_send(struct ipc *ipc, enum ipc_label label,
                               const uint32_t word[IPC_REGISTER_WORDS], uint32_t count);

/// Moves the message of a process that is FAULTING. As message_transfer().
void fault_transfer(struct ipc *from, struct ipc *to);

/// Has the reply that stands in the message of `parent` set registers. Returns whether the child
/// is to go on; else it is FAULT_STOPPED.
MUST_CHECK bool fault_reply(struct ipc *parent, struct ipc *child);
