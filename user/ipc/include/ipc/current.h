// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The current buffer: what the implicit form of an operation uses.
 *
 * An ordinary variable, never thread-local. A program that knows better which buffer is the current
 * one, since its threads have one each, names a function of its own with -DIPC_CURRENT=NAME:
 *
 *     struct ipc_handle *NAME(void);
 */
#pragma once

#include <ipc/buffer.h>

#ifdef IPC_CURRENT
struct ipc_handle *IPC_CURRENT(void);
#define ipc_current() IPC_CURRENT()
#else
/// Before a buffer is set, one in flash that is in use for ever: every operation stops on it.
extern struct ipc_handle *ipc_current_;

IPC_INLINE struct ipc_handle *ipc_current(void)
{
    return ipc_current_;
}
#endif
