// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * A system on a board: where programs and regions lie, and what each program may reach.
 *
 * The steps, in this order; what is wrong becomes remarks, so that a step may be run after one with
 * errors unless it says otherwise:
 *
 *     plan_begin()      ranks; nothing is placed
 *     regions_place()   memory regions
 *     programs_place()  programs are linked, and placed in flash and memory
 *     plan_check()      entries of the protection unit
 *     programs_make()   only without errors: symbols are set, images made
 */
#pragma once

#include "board.h"
#include "description.h"
#include "flash_map.h"
#include "unit.h"

/// What one entry of the protection unit, or two, cover.
struct region_plan {
    struct address_range range; ///< length 0: not placed
    bool is_device;
    const struct board_device *device;
    uint64_t entries; ///< of the protection unit, for a program that maps it
};

struct program_plan {
    const char *path; ///< of the file; null if it was not found
    bool is_relocatable;
    bool is_packed;        ///< the file holds images: a .tbf or .tab
    struct buffer elf;     ///< owned; linked for its place, or the file that holds images
    struct buffer symbols; ///< owned; the file of path_for_symbols, empty if there is none
    uint64_t content_bytes;
    uint64_t content_base;      ///< of a program that is linked: where it wants to lie
    uint64_t memory_base;       ///< likewise
    uint64_t memory_bytes;      ///< what its image asks for
    struct address_range flash; ///< length 0: not placed
    struct unit_block memory;   ///< likewise
    uint64_t image_entries;     ///< of the protection unit; plan_check() finds out
    uint64_t memory_entries;
    struct buffer object; ///< owned; its image
    uint8_t rank;
};

struct plan {
    const struct board *board;
    struct description *description;
    struct remarks *remarks;
    const struct search *search;
    const char *folder;            ///< for what the linker makes
    struct region_plan *regions;   ///< as many as the description has
    struct program_plan *programs; ///< one for each protection domain
    struct arena arena;
};

enum { RANK_COUNT = 32 };

void plan_begin(struct plan *plan);
void regions_place(struct plan *plan);

/** @retval STATUS_FAILED  a file cannot be read or written, or the linker refuses. */
MUST_CHECK enum status programs_place(struct plan *plan);

/**
 * Places programs that come as images, which lie where they were linked for. A part of
 * programs_place(), which has loaded the files.
 *
 * @retval STATUS_FAILED  a file is no sound TAB, or no image of it fits; the reason was printed.
 */
MUST_CHECK enum status packed_place(struct plan *plan);

/** Says whether a range of the board's flash for programs, or of their memory, is nobody's yet. */
bool plan_range_is_free(const struct plan *plan, struct address_range range, bool is_flash);

/**
 * Finds the memory block of a program that begins at an address, as the kernel does.
 *
 * @return false: the protection unit needs another address.
 */
bool plan_block_find(const struct plan *plan, size_t number, uint64_t base,
                     struct unit_block *block);

/**
 * Places a program whose addresses are given; if that is not possible it becomes a remark.
 *
 * @param flash  where its image lies.
 */
void plan_program_fix(struct plan *plan, size_t number, struct address_range flash,
                      uint64_t memory_base);

void plan_check(struct plan *plan);

/** @retval STATUS_FAILED  a program cannot become an image; the reason was printed. */
MUST_CHECK enum status programs_make(struct plan *plan);

void plan_free(struct plan *plan);

/** Gives where a domain's region lies. */
const struct region_plan *plan_region(const struct plan *plan, const struct memory_region *region);

/** Gives the number of a domain in the description. */
size_t plan_number(const struct plan *plan, const struct protection_domain *domain);

/** Gives how many capabilities the system description has for a domain. */
size_t system_capability_count(const struct plan *plan, size_t number);

/** Appends the system description that the kernel reads. */
void system_write(const struct plan *plan, struct buffer *table);

/** Prints for people who may talk to whom, and who sees which memory. */
void report_write(const struct plan *plan, struct buffer *text);
