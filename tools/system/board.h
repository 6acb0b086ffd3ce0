// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What the tool must know about a board, read from a file of its build (system.txt): one fact a
 * line, its name and then its value.
 *
 *     board NAME                    unit armv7m, armv8m or pmp      cpu NAME, as compilers call it
 *     apps BASE BYTES               flash for images of programs
 *     pool BASE BYTES               memory for blocks of programs
 *     regions BASE BYTES            memory for memory regions
 *     description BASE BYTES        flash for the system description
 *     unit_entries N                entries of the protection unit that are a program's: for its
 *                                   image, its memory and its maps
 *     processes N                   how many programs can be loaded
 *     stack BYTES                   of a program that asks for none
 *     heap BYTES, reserve BYTES     of each program: heap; what the kernel keeps for grants
 *     device NAME BASE BYTES FLAG LINE...  one that programs may have; FLAG plain, or trusted for
 *                                   one that reaches all memory
 *     script FILE                   template of the linker script of programs
 *     linker TEXT, library TEXT     one argument of the linker before and behind the program
 *
 * The last three kinds of line but one may stand more than once; numbers are as in system files.
 */
#pragma once

#include "arena.h"
#include "buffer.h"
#include "flash_map.h"
#include "status.h"
#include "target.h"

enum protection_unit { UNIT_ARMV7M, UNIT_ARMV8M, UNIT_PMP };

enum { UNIT_ENTRIES_MAX = 8 };

struct board_device {
    const char *name;
    struct address_range range;
    bool is_trusted;
    uint64_t *lines;
    size_t line_count;
    struct board_device *next;
};

struct board_text {
    const char *text;
    struct board_text *next;
};

struct board {
    const char *name;
    const char *cpu;
    enum protection_unit unit;
    struct address_range apps;
    struct address_range pool;
    struct address_range regions;
    struct address_range description;
    uint64_t unit_entries;
    uint64_t process_count;
    uint64_t stack_bytes;
    uint64_t heap_bytes;
    uint64_t reserve_bytes;
    struct board_device *devices;
    const char *script;
    struct board_text *linker;
    struct board_text *libraries;
    struct target target; ///< the rules of system files on it
    struct arena arena;
};

/**
 * Reads the facts of a board.
 *
 * @param board  give, also on failure; ended by board_free().
 * @retval STATUS_FAILED  the file cannot be read, or lacks a fact; the reason was printed.
 */
MUST_CHECK enum status board_read(const char *path, struct board *board);

void board_free(struct board *board);

/** Says whether the board has the interrupt line for programs. */
bool board_has_line(const struct board *board, uint64_t line);
