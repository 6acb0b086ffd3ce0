// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The system description: checked once, then read in place.
 */
#pragma once

#include <stddef.h>

#include <abi/system.h>
#include <lib/attributes.h>

/// Checks the table at system_bytes. Null: it is sound, or there is none; else why it is not used.
MUST_CHECK const char *description_open(void);

/// Clears the regions, and puts into them what they begin with. Context: init.
void description_regions_fill(void);

/// The row of a name, or null.
MUST_CHECK const struct system_process *description_row(const char *name, size_t length_bytes);

/// The number of a row.
MUST_CHECK uint32_t description_row_number(const struct system_process *row);

// First of the elements that a row names; the description outlives everything.
MUST_CHECK const struct system_process *description_row_at(uint32_t row);
MUST_CHECK const struct system_capability *
description_capabilities(const struct system_process *row);
MUST_CHECK const struct system_map *description_maps(const struct system_process *row);
MUST_CHECK const struct system_sought *description_sought(const struct system_process *row);
MUST_CHECK const struct system_service *description_service(uint32_t service);
