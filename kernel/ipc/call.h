// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * IPC calls by class. Operands stand in the message of the process that runs, results, too; the
 * return value is KERNEL_CALL_MESSAGE or KERNEL_CALL_GONE. Context: kernel.
 */
#pragma once

#include "state.h"

/// Ends a call with nothing but a status.
int ipc_status(struct ipc *self, uint32_t status);

int ipc_call_capability(struct ipc *self);
int ipc_call_object(struct ipc *self);
int ipc_call_buffer_set(struct ipc *self);

/// An interrupt that was delivered may come again.
void ipc_irq_acknowledge(const struct capability *entry);

/// Sets bits in the notification word of a process and has it go on if it waits for them.
void ipc_signal(struct ipc *target, uint64_t bits);
