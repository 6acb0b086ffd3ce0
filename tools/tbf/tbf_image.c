// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "tbf_image.h"

#include <abi/tbf.h>

static void elements_decode(struct tbf_image *image);

void tbf_image_decode(struct bytes bytes, struct tbf_image *image)
{
    *image = (struct tbf_image){
        .bytes = bytes,
        .ram_start = (uint32_t)TBF_ADDRESS_ANY,
        .flash_start = (uint32_t)TBF_ADDRESS_ANY,
    };
    if (bytes.length < TBF_BASE_HEADER_BYTES) {
        return;
    }
    image->has_base_header = true;
    image->version = bytes_u16(bytes, TBF_OFFSET_VERSION);
    image->header_size = bytes_u16(bytes, TBF_OFFSET_HEADER_SIZE);
    image->total_size = bytes_u32(bytes, TBF_OFFSET_TOTAL_SIZE);
    image->flags = bytes_u32(bytes, TBF_OFFSET_FLAGS);
    image->checksum = bytes_u32(bytes, TBF_OFFSET_CHECKSUM);

    if (image->version != TBF_VERSION || image->header_size < TBF_BASE_HEADER_BYTES ||
        image->header_size > image->total_size || image->header_size > bytes.length) {
        return;
    }
    image->has_header = true;
    image->header = bytes_slice(bytes, 0, image->header_size);
    image->checksum_computed = tbf_checksum(image->header);
    image->is_padding = image->header_size == TBF_BASE_HEADER_BYTES;
    elements_decode(image);
}

bool tbf_address_is_fixed(uint32_t address)
{
    return address != (uint32_t)TBF_ADDRESS_ANY;
}

uint64_t tbf_application_offset(const struct tbf_image *image)
{
    return (uint64_t)image->header_size + image->program.protected_size;
}

enum tbf_walk tbf_element_next(struct bytes header, size_t *offset, struct tbf_element *element)
{
    if (*offset >= header.length) {
        return TBF_WALK_END;
    }
    *element = (struct tbf_element){.offset = *offset};
    if (!range_is_inside(*offset, TBF_ELEMENT_HEAD_BYTES, header.length)) {
        return TBF_WALK_BROKEN;
    }
    element->type = bytes_u16(header, *offset);
    element->length = bytes_u16(header, *offset + sizeof(uint16_t));

    size_t value_offset = *offset + TBF_ELEMENT_HEAD_BYTES;
    size_t padded_bytes = ((size_t)element->length + 3) & ~(size_t)3;
    if (!range_is_inside(value_offset, padded_bytes, header.length)) {
        return TBF_WALK_BROKEN;
    }
    element->value = bytes_slice(header, value_offset, element->length);
    *offset = value_offset + padded_bytes;
    return TBF_WALK_FOUND;
}

enum tbf_walk tbf_footer_next(struct bytes footers, size_t *offset, struct tbf_footer *footer)
{
    if (*offset >= footers.length) {
        return TBF_WALK_END;
    }
    *footer = (struct tbf_footer){.offset = *offset};
    if (!range_is_inside(*offset, TBF_ELEMENT_HEAD_BYTES, footers.length)) {
        return TBF_WALK_BROKEN;
    }
    footer->type = bytes_u16(footers, *offset);
    footer->length = bytes_u16(footers, *offset + sizeof(uint16_t));
    size_t value_offset = *offset + TBF_ELEMENT_HEAD_BYTES;
    if (footer->type != TBF_TYPE_CREDENTIALS || footer->length < TBF_FOOTER_FORMAT_BYTES ||
        !range_is_inside(value_offset, footer->length, footers.length)) {
        return TBF_WALK_BROKEN;
    }
    footer->format = bytes_u32(footers, value_offset);
    footer->data = bytes_slice(footers, value_offset + TBF_FOOTER_FORMAT_BYTES,
                               (size_t)footer->length - TBF_FOOTER_FORMAT_BYTES);
    *offset = value_offset + footer->length;
    return TBF_WALK_FOUND;
}

struct bytes tbf_image_footers(const struct tbf_image *image)
{
    uint32_t start = image->program.binary_end;
    if (!image->has_program || start > image->total_size ||
        image->total_size > image->bytes.length) {
        return (struct bytes){NULL, 0};
    }
    return bytes_slice(image->bytes, start, image->total_size - start);
}

uint32_t tbf_checksum(struct bytes header)
{
    uint32_t checksum = 0;
    for (size_t offset = 0; offset + sizeof(uint32_t) <= header.length;
         offset += sizeof(uint32_t)) {
        if (offset != TBF_OFFSET_CHECKSUM) {
            checksum ^= bytes_u32(header, offset);
        }
    }
    return checksum;
}

static void program_decode(const struct tbf_element *element, struct tbf_image *image)
{
    bool is_main = element->type == TBF_TYPE_MAIN;
    image->has_program = true;
    image->program = (struct tbf_program){
        .entry_offset = bytes_u32(element->value, 0),
        .protected_size = bytes_u32(element->value, 4),
        .minimum_ram_bytes = bytes_u32(element->value, 8),
        .binary_end = is_main ? image->total_size : bytes_u32(element->value, 12),
        .version = is_main ? 0 : bytes_u32(element->value, 16),
    };
}

/// Takes each element of the right length: the first Program or else the first Main, the last of
/// all others, as the kernel does.
static void elements_decode(struct tbf_image *image)
{
    bool has_main = false;
    bool has_program = false;
    size_t offset = TBF_BASE_HEADER_BYTES;
    struct tbf_element element;
    while (tbf_element_next(image->header, &offset, &element) == TBF_WALK_FOUND) {
        if (element.type == TBF_TYPE_MAIN && element.length == TBF_MAIN_BYTES && !has_main &&
            !has_program) {
            has_main = true;
            program_decode(&element, image);
        } else if (element.type == TBF_TYPE_PROGRAM && element.length == TBF_PROGRAM_BYTES &&
                   !has_program) {
            has_program = true;
            program_decode(&element, image);
        } else if (element.type == TBF_TYPE_PACKAGE_NAME) {
            image->name = element.value;
        } else if (element.type == TBF_TYPE_FIXED_ADDRESSES &&
                   element.length == TBF_FIXED_ADDRESSES_BYTES) {
            image->ram_start = bytes_u32(element.value, 0);
            image->flash_start = bytes_u32(element.value, 4);
        } else if (element.type == TBF_TYPE_KERNEL_VERSION &&
                   element.length == TBF_KERNEL_VERSION_BYTES) {
            image->has_kernel_version = true;
            image->kernel_major = bytes_u16(element.value, 0);
            image->kernel_minor = bytes_u16(element.value, 2);
        }
    }
}
