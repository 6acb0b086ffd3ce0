// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "program_layout.h"

#include <inttypes.h>

static enum status segments_check(const char *path, const struct elf_image *image);
static enum status overlaps_check(const char *path, const struct elf_image *image);
static enum status entry_check(const char *path, const struct elf_image *image);
static enum status content_lay(const char *path, const struct elf_image *image,
                               struct program_layout *layout);
static enum status ram_measure(const char *path, const struct elf_image *image,
                               struct program_layout *layout);

enum status program_layout_make(const char *path, const struct elf_image *image,
                                struct program_layout *layout)
{
    *layout = (struct program_layout){0};
    enum status status = segments_check(path, image);
    if (status == STATUS_OK) {
        status = overlaps_check(path, image);
    }
    if (status == STATUS_OK) {
        status = entry_check(path, image);
    }
    if (status == STATUS_OK) {
        status = content_lay(path, image, layout);
    }
    if (status == STATUS_OK) {
        status = ram_measure(path, image, layout);
    }
    if (status != STATUS_OK) {
        program_layout_free(layout);
    }
    return status;
}

void program_layout_free(struct program_layout *layout)
{
    buffer_free(&layout->content);
    *layout = (struct program_layout){0};
}

static enum status segments_check(const char *path, const struct elf_image *image)
{
    for (size_t index = 0; index < image->segment_count; index++) {
        const struct elf_segment *segment = &image->segments[index];
        bool is_moved = segment->virtual_address != segment->physical_address;
        if (segment->content.length == 0) {
            continue;
        }
        if (segment->is_writable && !is_moved) {
            return status_fail(path,
                               "writable segment at 0x%08" PRIx32
                               " has content but no load address in flash",
                               segment->virtual_address);
        }
        if (!segment->is_writable && is_moved) {
            return status_fail(
                path, "read-only segment at 0x%08" PRIx32 " has another load address, 0x%08" PRIx32,
                segment->virtual_address, segment->physical_address);
        }
    }
    return STATUS_OK;
}

static bool ranges_overlap(uint64_t left, uint64_t left_bytes, uint64_t right, uint64_t right_bytes)
{
    return left_bytes != 0 && right_bytes != 0 && left < right + right_bytes &&
           right < left + left_bytes;
}

static enum status overlaps_check(const char *path, const struct elf_image *image)
{
    for (size_t index = 0; index < image->segment_count; index++) {
        const struct elf_segment *segment = &image->segments[index];
        for (size_t other_index = 0; other_index < index; other_index++) {
            const struct elf_segment *other = &image->segments[other_index];
            if (ranges_overlap(segment->virtual_address, segment->memory_bytes,
                               other->virtual_address, other->memory_bytes) ||
                ranges_overlap(segment->physical_address, segment->content.length,
                               other->physical_address, other->content.length)) {
                return status_fail(path, "segments at 0x%08" PRIx32 " and 0x%08" PRIx32 " overlap",
                                   other->virtual_address, segment->virtual_address);
            }
        }
    }
    return STATUS_OK;
}

static enum status entry_check(const char *path, const struct elf_image *image)
{
    // Bit 0 of an Arm entry selects the Thumb state; it is no part of the address.
    uint32_t address = image->is_arm ? image->entry & ~UINT32_C(1) : image->entry;
    if ((address & 1) != 0) {
        return status_fail(path, "entry 0x%08" PRIx32 " is odd", image->entry);
    }
    for (size_t index = 0; index < image->segment_count; index++) {
        const struct elf_segment *segment = &image->segments[index];
        if (segment->is_executable && !segment->is_writable &&
            address >= segment->virtual_address &&
            address - segment->virtual_address < segment->content.length) {
            return STATUS_OK;
        }
    }
    return status_fail(path, "entry 0x%08" PRIx32 " lies in no executable segment", image->entry);
}

static enum status content_lay(const char *path, const struct elf_image *image,
                               struct program_layout *layout)
{
    uint64_t base = UINT64_MAX;
    uint64_t end = 0;
    for (size_t index = 0; index < image->segment_count; index++) {
        const struct elf_segment *segment = &image->segments[index];
        if (segment->content.length == 0) {
            continue;
        }
        uint64_t segment_end = (uint64_t)segment->physical_address + segment->content.length;
        base = segment->physical_address < base ? segment->physical_address : base;
        end = segment_end > end ? segment_end : end;
    }
    if (end - base > PROGRAM_BYTES_MAX) {
        return status_fail(
            path, "load image from 0x%08" PRIx64 " to 0x%08" PRIx64 " is larger than %d bytes",
            base, end, PROGRAM_BYTES_MAX);
    }
    if (base % 4 != 0) {
        return status_fail(path, "load image starts at 0x%08" PRIx64 ", no multiple of 4", base);
    }

    layout->content_base = (uint32_t)base;
    buffer_fill(&layout->content, (size_t)(end - base), 0);
    for (size_t index = 0; index < image->segment_count; index++) {
        const struct elf_segment *segment = &image->segments[index];
        if (segment->content.length != 0) {
            buffer_overwrite(&layout->content, segment->physical_address - layout->content_base,
                             segment->content);
        }
    }
    return STATUS_OK;
}

static enum status ram_measure(const char *path, const struct elf_image *image,
                               struct program_layout *layout)
{
    uint64_t start = UINT64_MAX;
    uint64_t end = 0;
    for (size_t index = 0; index < image->segment_count; index++) {
        const struct elf_segment *segment = &image->segments[index];
        if (!segment->is_writable) {
            continue;
        }
        uint64_t segment_end = (uint64_t)segment->virtual_address + segment->memory_bytes;
        start = segment->virtual_address < start ? segment->virtual_address : start;
        end = segment_end > end ? segment_end : end;
    }
    layout->has_ram = end != 0;
    if (!layout->has_ram) {
        return STATUS_OK;
    }
    if (end - start > PROGRAM_BYTES_MAX) {
        return status_fail(path,
                           "RAM from 0x%08" PRIx64 " to 0x%08" PRIx64 " is larger than %d bytes",
                           start, end, PROGRAM_BYTES_MAX);
    }
    layout->ram_start = (uint32_t)start;
    layout->ram_bytes = (uint32_t)(end - start);
    return STATUS_OK;
}
