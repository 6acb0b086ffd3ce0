// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "tbf_create.h"

#include <inttypes.h>

#include <abi/tbf.h>

#include "program_layout.h"
#include "tbf_image.h"

enum {
    ARM_OBJECT_BYTES_MIN = 512,
    FOOTER_VALUE_BYTES_MAX = 0xFFFC, ///< the largest multiple of 4 in a 16-bit length
};

/// What goes into the header besides the options.
struct object_plan {
    uint32_t base; ///< flash address of the object
    uint32_t minimum_ram_bytes;
    uint32_t binary_end;
    uint32_t total_bytes;
};

static enum status object_plan_make(const char *path, const struct elf_image *image,
                                    const struct program_layout *layout,
                                    const struct tbf_create_options *options,
                                    struct object_plan *plan);
static enum status header_append(const char *path, const struct elf_image *image,
                                 const struct program_layout *layout,
                                 const struct tbf_create_options *options,
                                 const struct object_plan *plan, struct buffer *object);
static void footers_append(struct buffer *object, uint32_t total_bytes);

enum status tbf_create(const char *path, const struct elf_image *image,
                       const struct tbf_create_options *options, struct buffer *object)
{
    struct program_layout layout;
    enum status status = program_layout_make(path, image, &layout);
    if (status != STATUS_OK) {
        return status;
    }

    struct object_plan plan = {0};
    status = object_plan_make(path, image, &layout, options, &plan);
    if (status == STATUS_OK) {
        status = header_append(path, image, &layout, options, &plan, object);
    }
    if (status == STATUS_OK) {
        buffer_fill(object, options->protected_end - object->length, 0);
        buffer_append(object, buffer_bytes(&layout.content));
        buffer_fill(object, plan.binary_end - object->length, 0);
        footers_append(object, plan.total_bytes);
    }
    program_layout_free(&layout);
    return status;
}

void tbf_padding_append(struct buffer *buffer, uint32_t total_bytes)
{
    size_t start = buffer->length;
    buffer_u16(buffer, TBF_VERSION);
    buffer_u16(buffer, TBF_BASE_HEADER_BYTES);
    buffer_u32(buffer, total_bytes);
    buffer_u32(buffer, 0);
    buffer_u32(buffer, 0);
    struct bytes header = bytes_slice(buffer_bytes(buffer), start, TBF_BASE_HEADER_BYTES);
    buffer_overwrite_u32(buffer, start + TBF_OFFSET_CHECKSUM, tbf_checksum(header));
    buffer_fill(buffer, total_bytes - TBF_BASE_HEADER_BYTES, TBF_ERASED_BYTE);
}

static enum status object_plan_make(const char *path, const struct elf_image *image,
                                    const struct program_layout *layout,
                                    const struct tbf_create_options *options,
                                    struct object_plan *plan)
{
    if (layout->content_base < options->protected_end) {
        return status_fail(path,
                           "program starts at 0x%08" PRIx32 ", which leaves no room for 0x%" PRIx32
                           " bytes of header",
                           layout->content_base, options->protected_end);
    }
    uint64_t ram_bytes = ((uint64_t)layout->ram_bytes + options->heap_bytes + 3) & ~UINT64_C(3);
    uint64_t ram_start = layout->has_ram ? layout->ram_start : 0;
    if (!range_is_inside(ram_start, ram_bytes, UINT32_MAX)) {
        return status_fail(path, "%" PRIu64 " bytes of RAM end beyond the address space",
                           ram_bytes);
    }

    // PROGRAM_BYTES_MAX keeps all sizes far below 2^32.
    plan->base = layout->content_base - options->protected_end;
    plan->minimum_ram_bytes = (uint32_t)ram_bytes;
    plan->binary_end = (options->protected_end + (uint32_t)layout->content.length + 3) & ~3u;
    plan->total_bytes = plan->binary_end;
    if (options->total_bytes != 0) {
        if (options->total_bytes < plan->binary_end) {
            return status_fail(path, "needs %" PRIu32 " bytes, and has a place of %" PRIu32,
                               plan->binary_end, options->total_bytes);
        }
        plan->total_bytes = options->total_bytes;
    } else if (image->is_arm) {
        plan->total_bytes = ARM_OBJECT_BYTES_MIN;
        while (plan->total_bytes < plan->binary_end) {
            plan->total_bytes *= 2;
        }
    }
    if (!range_is_inside(plan->base, plan->total_bytes, UINT32_MAX)) {
        return status_fail(path, "image of %" PRIu32 " bytes ends beyond the address space",
                           plan->total_bytes);
    }
    return STATUS_OK;
}

static void element_append(struct buffer *header, uint16_t type, struct bytes value)
{
    buffer_u16(header, type);
    buffer_u16(header, (uint16_t)value.length);
    buffer_append(header, value);
    buffer_fill(header, (4 - value.length % 4) % 4, 0);
}

/// Takes the value out of a buffer that is then reused for the next one.
static void element_take(struct buffer *header, uint16_t type, struct buffer *value)
{
    element_append(header, type, buffer_bytes(value));
    value->length = 0;
}

static enum status writeable_regions_append(const char *path, const struct elf_image *image,
                                            const struct program_layout *layout,
                                            const struct object_plan *plan, struct buffer *header)
{
    if (image->writeable_region_count == 0) {
        return STATUS_OK;
    }
    struct buffer value = {0};
    enum status status = STATUS_OK;
    for (size_t index = 0; index < image->writeable_region_count; index++) {
        const struct elf_writeable_region *region = &image->writeable_regions[index];
        if (region->address < layout->content_base ||
            !range_is_inside(region->address - layout->content_base, region->length_bytes,
                             layout->content.length)) {
            status = status_fail(path,
                                 ".wfr section at 0x%08" PRIx32 " of %" PRIu32
                                 " bytes is no part of the load image",
                                 region->address, region->length_bytes);
            break;
        }
        buffer_u32(&value, region->address - plan->base);
        buffer_u32(&value, region->length_bytes);
    }
    if (status == STATUS_OK) {
        element_append(header, TBF_TYPE_WRITEABLE_REGIONS, buffer_bytes(&value));
    }
    buffer_free(&value);
    return status;
}

static void permissions_append(const struct tbf_create_options *options, struct buffer *header)
{
    if (options->permission_count == 0) {
        return;
    }
    struct buffer value = {0};
    buffer_u16(&value, (uint16_t)options->permission_count);
    for (size_t index = 0; index < options->permission_count; index++) {
        buffer_u32(&value, options->permissions[index].driver);
        buffer_u32(&value, options->permissions[index].offset);
        buffer_u64(&value, options->permissions[index].commands);
    }
    element_append(header, TBF_TYPE_PERMISSIONS, buffer_bytes(&value));
    buffer_free(&value);
}

/// Appends Main and Program with the entry offset still 0, since it counts from the header's end;
/// header_append() sets it.
static void programs_append(const struct tbf_create_options *options,
                            const struct object_plan *plan, struct buffer *header)
{
    struct buffer value = {0};
    buffer_fill(&value, 2 * sizeof(uint32_t), 0);
    buffer_u32(&value, plan->minimum_ram_bytes);
    element_take(header, TBF_TYPE_MAIN, &value);

    buffer_fill(&value, 2 * sizeof(uint32_t), 0);
    buffer_u32(&value, plan->minimum_ram_bytes);
    buffer_u32(&value, plan->binary_end);
    buffer_u32(&value, options->version);
    element_take(header, TBF_TYPE_PROGRAM, &value);
    buffer_free(&value);
}

static void numbers_append(uint16_t type, const struct tbf_create_options *options,
                           const struct program_layout *layout, struct buffer *header)
{
    struct buffer value = {0};
    if (type == TBF_TYPE_FIXED_ADDRESSES) {
        buffer_u32(&value, layout->has_ram ? layout->ram_start : (uint32_t)TBF_ADDRESS_ANY);
        buffer_u32(&value, layout->content_base);
    } else {
        buffer_u16(&value, options->kernel_major);
        buffer_u16(&value, options->kernel_minor);
    }
    element_append(header, type, buffer_bytes(&value));
    buffer_free(&value);
}

static enum status header_append(const char *path, const struct elf_image *image,
                                 const struct program_layout *layout,
                                 const struct tbf_create_options *options,
                                 const struct object_plan *plan, struct buffer *object)
{
    buffer_u16(object, TBF_VERSION);
    buffer_u16(object, 0);
    buffer_u32(object, plan->total_bytes);
    buffer_u32(object, options->is_enabled ? TBF_FLAG_ENABLED : 0);
    buffer_u32(object, 0);
    programs_append(options, plan, object);
    element_append(object, TBF_TYPE_PACKAGE_NAME, bytes_from_string(options->name));
    enum status status = writeable_regions_append(path, image, layout, plan, object);
    if (status != STATUS_OK) {
        return status;
    }
    numbers_append(TBF_TYPE_FIXED_ADDRESSES, options, layout, object);
    permissions_append(options, object);
    numbers_append(TBF_TYPE_KERNEL_VERSION, options, layout, object);

    if (object->length > options->protected_end) {
        return status_fail(
            path, "header of 0x%zx bytes does not fit the 0x%" PRIx32 " before the program",
            object->length, options->protected_end);
    }

    // The size of the header is known only here; everything that counts from its end follows.
    uint32_t header_size = (uint32_t)object->length;
    uint32_t entry_offset = image->entry - plan->base - header_size;
    uint32_t protected_size = options->protected_end - header_size;
    size_t main_offset = TBF_BASE_HEADER_BYTES + TBF_ELEMENT_HEAD_BYTES;
    size_t program_offset = main_offset + TBF_MAIN_BYTES + TBF_ELEMENT_HEAD_BYTES;
    buffer_overwrite_u32(object, main_offset, entry_offset);
    buffer_overwrite_u32(object, main_offset + sizeof(uint32_t), protected_size);
    buffer_overwrite_u32(object, program_offset, entry_offset);
    buffer_overwrite_u32(object, program_offset + sizeof(uint32_t), protected_size);
    buffer_overwrite_u32(object, TBF_OFFSET_VERSION, TBF_VERSION | header_size << 16);
    buffer_overwrite_u32(object, TBF_OFFSET_CHECKSUM, tbf_checksum(buffer_bytes(object)));
    return STATUS_OK;
}

/// Fills the object to its size with Reserved footers, or with zeros where none fits.
static void footers_append(struct buffer *object, uint32_t total_bytes)
{
    const size_t footer_bytes_min = TBF_ELEMENT_HEAD_BYTES + TBF_FOOTER_FORMAT_BYTES;
    while (total_bytes - object->length >= footer_bytes_min) {
        size_t value_bytes = total_bytes - object->length - TBF_ELEMENT_HEAD_BYTES;
        if (value_bytes > FOOTER_VALUE_BYTES_MAX) {
            value_bytes = FOOTER_VALUE_BYTES_MAX;
        }
        buffer_u16(object, TBF_TYPE_CREDENTIALS);
        buffer_u16(object, (uint16_t)value_bytes);
        buffer_u32(object, TBF_FOOTER_RESERVED);
        buffer_fill(object, value_bytes - TBF_FOOTER_FORMAT_BYTES, 0);
    }
    buffer_fill(object, total_bytes - object->length, 0);
}
