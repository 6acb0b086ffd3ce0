// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Links a relocatable program for a place in flash and memory.
 *
 * The board says how the linker is called, and which libraries come behind the program. The linker
 * script is the board's with the words in @...@ filled in.
 */
#pragma once

#include "board.h"
#include "description.h"

struct link_place {
    uint64_t flash_base; ///< of the program, behind its header
    uint64_t flash_bytes;
    uint64_t memory_base;
    uint64_t memory_bytes;
    uint64_t stack_bytes;
};

/**
 * Links a program.
 *
 * @param path    borrow; of the relocatable file.
 * @param domain  its symbols that are to be set get room among the initialised data.
 * @param folder  borrow; where the script and the result may be written.
 * @param elf     give: the linked file.
 * @retval STATUS_FAILED  a file cannot be written, or the linker refuses; it has said why.
 */
MUST_CHECK enum status link_program(const struct board *board, const char *path,
                                    const struct protection_domain *domain,
                                    const struct link_place *place, const char *folder,
                                    struct buffer *elf);
