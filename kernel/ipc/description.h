// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The system description: checked once, then read in place.
 */
#pragma once

#include <stddef.h>

#include <abi/system.h>
#include <lib/attributes.h>

/// Its arrays. Guard: constant once it has been opened.
struct description {
    const struct system_header *header; ///< null: there is none, and the rest means nothing
    const struct system_process *processes;
    const struct system_capability *capabilities;
    const struct system_map *maps;
    const struct system_service *services;
    const struct system_sought *sought;
};
extern struct description description;

/// Checks the table at system_bytes, and fills the regions with what they begin with. Null: it is
/// sound, or there is none; else why it is not used. Context: init.
MUST_CHECK const char *description_open(void);

/// The row of a name, or null.
MUST_CHECK const struct system_process *description_row(const char *name, size_t length_bytes);

/// The number of a row.
static inline uint16_t description_row_number(const struct system_process *row)
{
    return (uint16_t)(row - description.processes);
}
