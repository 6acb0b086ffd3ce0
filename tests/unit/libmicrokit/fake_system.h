// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * A protection domain in a system of the tests: its capability table, the events that it gets one
 * after the other, and what it prints.
 */
#pragma once

#include <ipc.h>
#include <microkit.h>

#include "fake_kernel.h"

/// Channels that it may signal and call are 0, 29, 31, 61; interrupts 3 and 40; children 1 and 2.
enum {
    INDEX_NOTIFY_0 = 1,
    INDEX_CALL_0 = 2,
    INDEX_NOTIFY_61 = 3,
    INDEX_CALL_61 = 4,
    INDEX_NOTIFY_31 = 5,
    INDEX_IRQ_3 = 6,
    INDEX_IRQ_40 = 7,
    INDEX_CHILD_1 = 8,
    INDEX_CHILD_2 = 9,
    INDEX_CALL_29 = 10,
    INDEX_DEBUG = 11,
    INDEX_SLOT = 12, ///< two of them
};

/// An event: what a receive returns.
struct fake_event {
    struct bulkhead_ipc_registers out;
};

/// Runs the protection domain on these events; when there are no more, it ends.
void fake_system_run(const struct fake_event *events, size_t count);

/// What every call but a receive and a query returns.
extern struct bulkhead_ipc_registers fake_result;

extern char fake_output[1024];
void fake_output_clear(void);

/// Number of upcall rounds that were asked for.
extern unsigned fake_upcall_runs;
