// SPDX-License-Identifier: Apache-2.0 OR MIT
/// What the parts of the target `ipc_calls` share.
#pragma once

#include <kernel/port.h>
#include <stdint.h>

#include "operations.h"

struct ipc_record {
    uint8_t operation;
    uint8_t choice;
    uint8_t number;
    uint8_t first_base;
    int8_t first_offset;
    uint8_t second_base;
    int8_t second_offset;
    uint8_t more;
};

_Static_assert(sizeof(struct ipc_record) == OPERATION_BYTES, "operations.h says so");

#define NAME(name, ...) OPERATION_##name,
enum ipc_operation { IPC_OPERATIONS(NAME) OPERATION_COUNT };
#undef NAME

/// The name of the service that each program offers.
#define FUZZ_SERVICE "service"

/// Makes the system description of a machine: three rows, for the programs of
/// simulation_install(), with what the records add. Some make none that is sound.
void ipc_description_make(const struct ipc_record records[], size_t count);

/// To be called behind each operation: invariants of IPC.
void ipc_watch_check(void);
