// SPDX-License-Identifier: Apache-2.0 OR MIT
/// What must hold of IPC between two runs of the kernel: kernel/ipc/state.h, turn.h and budget.h.
#pragma once

/// Ends the test or the input if something does not hold.
void ipc_invariants_check(void);
