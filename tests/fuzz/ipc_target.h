// SPDX-License-Identifier: Apache-2.0 OR MIT
/// What the parts of the target `ipc_calls` share.
#pragma once

#include <kernel/port.h>
#include <stdint.h>

#include "happenings.h"

#define NAME(name, ...) OPERATION_##name,
enum ipc_operation { IPC_OPERATIONS(NAME) OPERATION_COUNT };
#undef NAME

/// The name of the service that each program offers.
#define FUZZ_SERVICE "service"

/// Makes the system description of a machine: three rows, for the programs of
/// simulation_install(), with what the records add. Some make none that is sound.
void ipc_description_make(const struct record records[], size_t count);

/// To be called behind each operation: invariants of IPC.
void ipc_watch_check(void);
