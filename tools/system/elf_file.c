// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "elf_file.h"

#include <elf.h>
#include <string.h>

static bool is_elf(struct bytes file)
{
    return file.length >= sizeof(Elf32_Ehdr) && memcmp(file.data, ELFMAG, SELFMAG) == 0 &&
           file.data[EI_CLASS] == ELFCLASS32 && file.data[EI_DATA] == ELFDATA2LSB;
}

/// Finds a table of the header: `count` entries of the right size inside the file.
static bool table_find(struct bytes file, size_t offset_field, size_t count_field,
                       size_t entry_field, size_t entry_bytes, size_t *offset, size_t *count)
{
    *offset = bytes_u32(file, offset_field);
    *count = bytes_u16(file, count_field);
    return bytes_u16(file, entry_field) == entry_bytes &&
           range_is_inside(*offset, *count * entry_bytes, file.length);
}

bool elf_is_relocatable(struct bytes file)
{
    return is_elf(file) && bytes_u16(file, offsetof(Elf32_Ehdr, e_type)) == ET_REL;
}

/// A section's content, empty when it lies outside the file.
static struct bytes section_content(struct bytes file, size_t header)
{
    const uint32_t offset = bytes_u32(file, header + offsetof(Elf32_Shdr, sh_offset));
    const uint32_t length = bytes_u32(file, header + offsetof(Elf32_Shdr, sh_size));
    if (bytes_u32(file, header + offsetof(Elf32_Shdr, sh_type)) == SHT_NOBITS ||
        !range_is_inside(offset, length, file.length)) {
        return (struct bytes){NULL, 0};
    }
    return bytes_slice(file, offset, length);
}

static bool name_is(struct bytes names, uint32_t offset, const char *name)
{
    const size_t bytes = strlen(name) + 1; // With its end.
    return range_is_inside(offset, bytes, names.length) &&
           memcmp(names.data + offset, name, bytes) == 0;
}

/// Looks through one table of symbols.
static bool table_search(struct bytes symbols, struct bytes names, const char *name,
                         struct elf_symbol *symbol)
{
    bool is_found = false;
    for (size_t at = 0; range_is_inside(at, sizeof(Elf32_Sym), symbols.length);
         at += sizeof(Elf32_Sym)) {
        if (bytes_u16(symbols, at + offsetof(Elf32_Sym, st_shndx)) == SHN_UNDEF ||
            !name_is(names, bytes_u32(symbols, at + offsetof(Elf32_Sym, st_name)), name)) {
            continue;
        }
        const bool is_local =
            ELF32_ST_BIND(symbols.data[at + offsetof(Elf32_Sym, st_info)]) == STB_LOCAL;
        if (is_found && is_local) {
            continue;
        }
        *symbol = (struct elf_symbol){
            .address = bytes_u32(symbols, at + offsetof(Elf32_Sym, st_value)),
            .bytes = bytes_u32(symbols, at + offsetof(Elf32_Sym, st_size)),
            .is_local = is_local,
        };
        is_found = true;
    }
    return is_found;
}

bool elf_symbol_find(struct bytes file, const char *name, struct elf_symbol *symbol)
{
    size_t sections = 0;
    size_t count = 0;
    if (!is_elf(file) ||
        !table_find(file, offsetof(Elf32_Ehdr, e_shoff), offsetof(Elf32_Ehdr, e_shnum),
                    offsetof(Elf32_Ehdr, e_shentsize), sizeof(Elf32_Shdr), &sections, &count)) {
        return false;
    }
    for (size_t index = 0; index < count; index++) {
        const size_t header = sections + index * sizeof(Elf32_Shdr);
        const uint32_t link = bytes_u32(file, header + offsetof(Elf32_Shdr, sh_link));
        if (bytes_u32(file, header + offsetof(Elf32_Shdr, sh_type)) != SHT_SYMTAB ||
            link >= count) {
            continue;
        }
        struct bytes names = section_content(file, sections + link * sizeof(Elf32_Shdr));
        if (table_search(section_content(file, header), names, name, symbol)) {
            return true;
        }
    }
    return false;
}

bool elf_content_find(struct bytes file, uint32_t address, uint32_t bytes, size_t *offset)
{
    size_t segments = 0;
    size_t count = 0;
    if (!is_elf(file) ||
        !table_find(file, offsetof(Elf32_Ehdr, e_phoff), offsetof(Elf32_Ehdr, e_phnum),
                    offsetof(Elf32_Ehdr, e_phentsize), sizeof(Elf32_Phdr), &segments, &count)) {
        return false;
    }
    for (size_t index = 0; index < count; index++) {
        const size_t header = segments + index * sizeof(Elf32_Phdr);
        const uint32_t base = bytes_u32(file, header + offsetof(Elf32_Phdr, p_vaddr));
        const uint32_t file_bytes = bytes_u32(file, header + offsetof(Elf32_Phdr, p_filesz));
        const uint32_t start = bytes_u32(file, header + offsetof(Elf32_Phdr, p_offset));
        if (bytes_u32(file, header + offsetof(Elf32_Phdr, p_type)) == PT_LOAD && address >= base &&
            range_is_inside(address - base, bytes, file_bytes) &&
            range_is_inside(start, file_bytes, file.length)) {
            *offset = (size_t)start + (address - base);
            return true;
        }
    }
    return false;
}
