// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What rules of a system file depend on: whether memory comes in pages, and some limits.
 *
 * There are two kinds. With pages (the published rules) a region is a number of pages and is mapped
 * at any address. Without, on a board with a protection unit, addresses are those of the memory and
 * a region has the size that it needs.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct target {
    const char *name;
    bool has_pages;
    uint64_t address_end; ///< exclusive, of what programs may map
    uint64_t stack_bytes; ///< of a program that asks for none
    uint64_t stack_bytes_min;
    uint64_t stack_bytes_max;
    uint64_t stack_alignment_bytes;
    uint64_t core_count;
    size_t name_bytes_max; ///< of a protection domain
};

enum {
    PAGE_BYTES = 0x1000,
    PAGE_LARGE_BYTES = 0x200000,
};

/// The published rules.
extern const struct target target_pages;

/** Says whether pages of that size exist. */
static inline bool target_page_size_is_known(uint64_t bytes)
{
    return bytes == PAGE_BYTES || bytes == PAGE_LARGE_BYTES;
}
