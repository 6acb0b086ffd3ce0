// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "elf_image.h"

#include <elf.h>
#include <string.h>

static const uint64_t ADDRESS_END = UINT64_C(1) << 32;

/// The tables that the ELF header points to; both lie inside the file.
struct elf_tables {
    size_t program_offset;
    size_t program_count;
    size_t section_offset;
    size_t section_count; ///< 0 when the file has no sections
    struct bytes section_names;
};

struct elf_section {
    uint32_t name_offset;
    uint32_t type;
    uint32_t flags;
    uint32_t address;
    uint32_t file_offset;
    uint32_t length_bytes;
};

static enum status header_read(const char *path, struct bytes file, struct elf_image *image,
                               struct elf_tables *tables);
static enum status section_table_find(const char *path, struct bytes file,
                                      struct elf_tables *tables);
static struct elf_section section_read(struct bytes file, const struct elf_tables *tables,
                                       size_t index);
static enum status segments_read(const char *path, struct bytes file,
                                 const struct elf_tables *tables, struct elf_image *image);
static enum status segment_cut_header(const char *path, struct bytes file,
                                      const struct elf_tables *tables, uint32_t file_offset,
                                      struct elf_segment *segment);
static enum status writeable_regions_read(const char *path, struct bytes file,
                                          const struct elf_tables *tables, struct elf_image *image);

enum status elf_image_read(const char *path, struct bytes file, struct elf_image *image)
{
    *image = (struct elf_image){0};
    struct elf_tables tables = {0};
    enum status status = header_read(path, file, image, &tables);
    if (status == STATUS_OK) {
        status = segments_read(path, file, &tables, image);
    }
    if (status == STATUS_OK) {
        status = writeable_regions_read(path, file, &tables, image);
    }
    return status;
}

static enum status header_read(const char *path, struct bytes file, struct elf_image *image,
                               struct elf_tables *tables)
{
    if (file.length < sizeof(Elf32_Ehdr) || memcmp(file.data, ELFMAG, SELFMAG) != 0) {
        return status_fail(path, "not an ELF file");
    }
    if (file.data[EI_CLASS] != ELFCLASS32 || file.data[EI_DATA] != ELFDATA2LSB) {
        return status_fail(path, "not a 32-bit little-endian ELF file");
    }
    uint16_t type = bytes_u16(file, offsetof(Elf32_Ehdr, e_type));
    if (type != ET_EXEC) {
        return status_fail(path, "not a fixed-address executable (ELF type %u)", type);
    }
    uint16_t machine = bytes_u16(file, offsetof(Elf32_Ehdr, e_machine));
    if (machine != EM_ARM && machine != EM_RISCV) {
        return status_fail(path, "neither for Arm nor for RISC-V (ELF machine %u)", machine);
    }
    image->is_arm = machine == EM_ARM;
    image->entry = bytes_u32(file, offsetof(Elf32_Ehdr, e_entry));

    tables->program_offset = bytes_u32(file, offsetof(Elf32_Ehdr, e_phoff));
    tables->program_count = bytes_u16(file, offsetof(Elf32_Ehdr, e_phnum));
    uint16_t entry_bytes = bytes_u16(file, offsetof(Elf32_Ehdr, e_phentsize));
    if (tables->program_count == 0) {
        return status_fail(path, "no program headers");
    }
    if (entry_bytes != sizeof(Elf32_Phdr)) {
        return status_fail(path, "program headers of %u bytes", entry_bytes);
    }
    if (!range_is_inside(tables->program_offset, tables->program_count * sizeof(Elf32_Phdr),
                         file.length)) {
        return status_fail(path, "program headers outside the file");
    }
    return section_table_find(path, file, tables);
}

static enum status section_table_find(const char *path, struct bytes file,
                                      struct elf_tables *tables)
{
    tables->section_offset = bytes_u32(file, offsetof(Elf32_Ehdr, e_shoff));
    tables->section_count = bytes_u16(file, offsetof(Elf32_Ehdr, e_shnum));
    if (tables->section_count == 0) {
        return STATUS_OK;
    }
    uint16_t entry_bytes = bytes_u16(file, offsetof(Elf32_Ehdr, e_shentsize));
    if (entry_bytes != sizeof(Elf32_Shdr)) {
        return status_fail(path, "section headers of %u bytes", entry_bytes);
    }
    if (!range_is_inside(tables->section_offset, tables->section_count * sizeof(Elf32_Shdr),
                         file.length)) {
        return status_fail(path, "section headers outside the file");
    }

    uint16_t names_index = bytes_u16(file, offsetof(Elf32_Ehdr, e_shstrndx));
    if (names_index == SHN_UNDEF) {
        return STATUS_OK;
    }
    if (names_index >= tables->section_count) {
        return status_fail(path, "section names in section %u of %zu", names_index,
                           tables->section_count);
    }
    struct elf_section names = section_read(file, tables, names_index);
    if (!range_is_inside(names.file_offset, names.length_bytes, file.length)) {
        return status_fail(path, "section names outside the file");
    }
    tables->section_names = bytes_slice(file, names.file_offset, names.length_bytes);
    return STATUS_OK;
}

static struct elf_section section_read(struct bytes file, const struct elf_tables *tables,
                                       size_t index)
{
    size_t base = tables->section_offset + index * sizeof(Elf32_Shdr);
    return (struct elf_section){
        .name_offset = bytes_u32(file, base + offsetof(Elf32_Shdr, sh_name)),
        .type = bytes_u32(file, base + offsetof(Elf32_Shdr, sh_type)),
        .flags = bytes_u32(file, base + offsetof(Elf32_Shdr, sh_flags)),
        .address = bytes_u32(file, base + offsetof(Elf32_Shdr, sh_addr)),
        .file_offset = bytes_u32(file, base + offsetof(Elf32_Shdr, sh_offset)),
        .length_bytes = bytes_u32(file, base + offsetof(Elf32_Shdr, sh_size)),
    };
}

static enum status segments_read(const char *path, struct bytes file,
                                 const struct elf_tables *tables, struct elf_image *image)
{
    for (size_t index = 0; index < tables->program_count; index++) {
        size_t base = tables->program_offset + index * sizeof(Elf32_Phdr);
        uint32_t type = bytes_u32(file, base + offsetof(Elf32_Phdr, p_type));
        uint32_t memory_bytes = bytes_u32(file, base + offsetof(Elf32_Phdr, p_memsz));
        if (type != PT_LOAD || memory_bytes == 0) {
            continue;
        }
        uint32_t file_offset = bytes_u32(file, base + offsetof(Elf32_Phdr, p_offset));
        uint32_t file_bytes = bytes_u32(file, base + offsetof(Elf32_Phdr, p_filesz));
        uint32_t flags = bytes_u32(file, base + offsetof(Elf32_Phdr, p_flags));
        if (!range_is_inside(file_offset, file_bytes, file.length)) {
            return status_fail(path, "segment %zu lies outside the file", index);
        }
        if (file_bytes > memory_bytes) {
            return status_fail(path, "segment %zu is larger in the file than in memory", index);
        }
        struct elf_segment segment = {
            .virtual_address = bytes_u32(file, base + offsetof(Elf32_Phdr, p_vaddr)),
            .physical_address = bytes_u32(file, base + offsetof(Elf32_Phdr, p_paddr)),
            .content = bytes_slice(file, file_offset, file_bytes),
            .memory_bytes = memory_bytes,
            .is_writable = (flags & PF_W) != 0,
            .is_executable = (flags & PF_X) != 0,
        };
        if (!range_is_inside(segment.virtual_address, memory_bytes, ADDRESS_END) ||
            !range_is_inside(segment.physical_address, file_bytes, ADDRESS_END)) {
            return status_fail(path, "segment %zu ends beyond the address space", index);
        }
        if (image->segment_count == ELF_SEGMENTS_MAX) {
            return status_fail(path, "more than %d loaded segments", ELF_SEGMENTS_MAX);
        }
        if (file_offset < sizeof(Elf32_Ehdr) && file_bytes != 0) {
            enum status status = segment_cut_header(path, file, tables, file_offset, &segment);
            if (status != STATUS_OK) {
                return status;
            }
        }
        image->segments[image->segment_count++] = segment;
    }
    return STATUS_OK;
}

/// Moves the start of a segment that covers the ELF header to its first section with content.
static enum status segment_cut_header(const char *path, struct bytes file,
                                      const struct elf_tables *tables, uint32_t file_offset,
                                      struct elf_segment *segment)
{
    size_t cut_bytes = segment->content.length;
    for (size_t index = 0; index < tables->section_count; index++) {
        struct elf_section section = section_read(file, tables, index);
        if ((section.flags & SHF_ALLOC) == 0 || section.type == SHT_NOBITS ||
            section.length_bytes == 0 || section.file_offset < sizeof(Elf32_Ehdr) ||
            section.file_offset < file_offset) {
            continue;
        }
        if (section.file_offset - file_offset < cut_bytes) {
            cut_bytes = section.file_offset - file_offset;
        }
    }
    if (cut_bytes == segment->content.length) {
        return status_fail(path, "the first segment holds the ELF header and no section; "
                                 "link without it (-n)");
    }
    uint32_t cut = (uint32_t)cut_bytes;
    segment->content = bytes_slice(segment->content, cut, segment->content.length - cut);
    segment->virtual_address += cut;
    segment->physical_address += cut;
    segment->memory_bytes -= cut;
    return STATUS_OK;
}

static enum status writeable_regions_read(const char *path, struct bytes file,
                                          const struct elf_tables *tables, struct elf_image *image)
{
    static const char prefix[] = ".wfr";
    size_t prefix_bytes = sizeof(prefix) - 1;
    for (size_t index = 0; index < tables->section_count; index++) {
        struct elf_section section = section_read(file, tables, index);
        if ((section.flags & SHF_ALLOC) == 0 || section.length_bytes == 0 ||
            !range_is_inside(section.name_offset, prefix_bytes, tables->section_names.length) ||
            memcmp(tables->section_names.data + section.name_offset, prefix, prefix_bytes) != 0) {
            continue;
        }
        if (image->writeable_region_count == ELF_WRITEABLE_REGIONS_MAX) {
            return status_fail(path, "more than %d .wfr sections", ELF_WRITEABLE_REGIONS_MAX);
        }
        image->writeable_regions[image->writeable_region_count++] = (struct elf_writeable_region){
            .address = section.address,
            .length_bytes = section.length_bytes,
        };
    }
    return STATUS_OK;
}
