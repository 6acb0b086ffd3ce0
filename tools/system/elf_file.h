// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Symbols of 32-bit ELF files, and where in the file what they name lies.
 *
 * Every offset of the file is checked before it is used; a hostile file has no symbols.
 * Source: System V ABI, chapter 4 (gABI 4.1).
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "buffer.h"

struct elf_symbol {
    uint32_t address;
    uint32_t bytes;
    bool is_local;
};

/** Says whether the file is a 32-bit little-endian ELF file that still is to be linked. */
bool elf_is_relocatable(struct bytes file);

/** Finds a symbol that is defined in the file; of several with the name, one that is not local. */
bool elf_symbol_find(struct bytes file, const char *name, struct elf_symbol *symbol);

/**
 * Finds the bytes of the file that are loaded at an address.
 *
 * @return false when no segment holds all of them: they are zeroed memory, or nowhere.
 */
bool elf_content_find(struct bytes file, uint32_t address, uint32_t bytes, size_t *offset);
