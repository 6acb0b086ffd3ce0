// SPDX-License-Identifier: Apache-2.0 OR MIT
/// What targets that make calls have in common: their records, and what happens beside programs.
#pragma once

#include <assert.h>
#include <stdint.h>

#include "operations.h"

struct record {
    uint8_t operation;
    uint8_t choice;
    uint8_t number;
    uint8_t first_base;
    int8_t first_offset;
    uint8_t second_base;
    int8_t second_offset;
    uint8_t more;
};

static_assert(sizeof(struct record) == OPERATION_BYTES, "operations.h says so");

/// A person types a line of TYPED at the process console, which Ctrl-T may have to lead back to.
void command_type(uint8_t command, uint8_t program);

void time_pass(uint8_t unit, int8_t number);

/// A program that nobody wakes would be the end of it: if none runs, a millisecond passes.
void sleep_end(void);
