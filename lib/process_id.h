// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Names one life of one process, for capsules and their contracts. trusted
#pragma once

#include <stdbool.h>
#include <stdint.h>

/// Numbers are never reused; 0 names no process. The low half is what people are shown.
struct process_id {
    uint64_t number;
};

/// The name that a pointer shows.
static inline struct process_id process_id_at(const struct process_id *process)
{
    return *process;
}

static inline bool process_id_equal(struct process_id one, struct process_id other)
{
    return one.number == other.number;
}
