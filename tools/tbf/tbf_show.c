// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "tbf_show.h"

#include <inttypes.h>
#include <stdio.h>

#include <abi/tbf.h>

#include "tbf_rules.h"
#include "text.h"

static void object_print(const struct tbf_image *image, size_t position);
static void element_print(const struct tbf_element *element);
static void footers_print(const struct tbf_image *image);

enum status tbf_show(const char *path, struct bytes bytes)
{
    enum status status = STATUS_OK;
    size_t position = 0;
    bool has_more = true;
    while (has_more) {
        struct tbf_image image;
        tbf_image_decode(bytes_slice(bytes, position, bytes.length - position), &image);
        object_print(&image, position);

        struct findings findings = {0};
        tbf_rules_check(&image, &findings);
        if (findings_report(&findings, path) != STATUS_OK) {
            status = STATUS_FAILED;
        }
        findings_free(&findings);

        // The chain goes on only where its two length fields can be trusted.
        has_more = image.has_base_header && image.version == TBF_VERSION &&
                   image.total_size >= TBF_BASE_HEADER_BYTES &&
                   image.total_size < image.bytes.length;
        if (has_more) {
            position += image.total_size;
            has_more = !bytes_are_all(bytes_slice(bytes, position, bytes.length - position),
                                      TBF_ERASED_BYTE);
        }
    }
    return status;
}

static void address_print(const char *label, uint32_t address)
{
    if (tbf_address_is_fixed(address)) {
        printf("%s 0x%08" PRIx32, label, address);
    } else {
        printf("%s any", label);
    }
}

static void object_print(const struct tbf_image *image, size_t position)
{
    printf("object at offset 0x%zx%s\n", position, image->is_padding ? " (padding)" : "");
    if (!image->has_base_header) {
        return;
    }
    printf("  version             %u\n", image->version);
    printf("  header size         %u\n", image->header_size);
    printf("  total size          %" PRIu32 "\n", image->total_size);
    printf("  flags               0x%" PRIx32 "%s%s\n", image->flags,
           (image->flags & TBF_FLAG_ENABLED) != 0 ? " enabled" : "",
           (image->flags & TBF_FLAG_STICKY) != 0 ? " sticky" : "");
    printf("  checksum            0x%08" PRIx32 "\n", image->checksum);

    size_t offset = TBF_BASE_HEADER_BYTES;
    struct tbf_element element;
    while (tbf_element_next(image->header, &offset, &element) == TBF_WALK_FOUND) {
        element_print(&element);
    }
    if (!image->has_program) {
        return;
    }
    printf("  application start   0x%" PRIx64 "\n", tbf_application_offset(image));
    printf("  entry               0x%" PRIx64 "\n",
           (uint64_t)image->header_size + image->program.entry_offset);
    printf("  binary end          0x%" PRIx32 "\n", image->program.binary_end);
    uint64_t application = tbf_application_offset(image);
    if (tbf_address_is_fixed(image->flash_start) && application <= image->flash_start) {
        printf("  flash base          0x%08" PRIx64 "\n", image->flash_start - application);
    }
    footers_print(image);
}

static void program_print(const char *label, const struct tbf_element *element)
{
    printf("  %-19s entry offset %" PRIu32 ", protected size %" PRIu32 ", minimum RAM %" PRIu32,
           label, bytes_u32(element->value, 0), bytes_u32(element->value, 4),
           bytes_u32(element->value, 8));
    if (element->type == TBF_TYPE_PROGRAM) {
        printf(", binary end %" PRIu32 ", version %" PRIu32, bytes_u32(element->value, 12),
               bytes_u32(element->value, 16));
    }
    printf("\n");
}

static void name_print(const struct tbf_element *element)
{
    struct buffer name = {0};
    text_escape(&name, element->value);
    printf("  Package Name        \"%s\"\n", buffer_string(&name));
    buffer_free(&name);
}

static void writeable_regions_print(const struct tbf_element *element)
{
    for (size_t offset = 0;
         range_is_inside(offset, TBF_WRITEABLE_REGION_BYTES, element->value.length);
         offset += TBF_WRITEABLE_REGION_BYTES) {
        printf("  Writeable Region    offset 0x%" PRIx32 ", %" PRIu32 " bytes\n",
               bytes_u32(element->value, offset), bytes_u32(element->value, offset + 4));
    }
}

static void permissions_print(const struct tbf_element *element)
{
    printf("  Permissions         %u entries\n", bytes_u16(element->value, 0));
    for (size_t offset = sizeof(uint16_t);
         range_is_inside(offset, TBF_PERMISSION_BYTES, element->value.length);
         offset += TBF_PERMISSION_BYTES) {
        printf("                      driver 0x%" PRIx32 ", offset %" PRIu32
               ", commands 0x%016" PRIx64 "\n",
               bytes_u32(element->value, offset), bytes_u32(element->value, offset + 4),
               bytes_u64(element->value, offset + 8));
    }
}

static void storage_list_print(const struct tbf_element *element, const char *label, size_t *offset)
{
    if (!range_is_inside(*offset, sizeof(uint16_t), element->value.length)) {
        return;
    }
    unsigned count = bytes_u16(element->value, *offset);
    *offset += sizeof(uint16_t);
    printf(", %s", label);
    for (; count > 0 && range_is_inside(*offset, sizeof(uint32_t), element->value.length);
         count--) {
        printf(" %" PRIu32, bytes_u32(element->value, *offset));
        *offset += sizeof(uint32_t);
    }
}

static void storage_permissions_print(const struct tbf_element *element)
{
    size_t offset = sizeof(uint32_t);
    printf("  Storage Permissions write id %" PRIu32, bytes_u32(element->value, 0));
    storage_list_print(element, "read", &offset);
    storage_list_print(element, "modify", &offset);
    printf("\n");
}

static void fixed_addresses_print(const struct tbf_element *element)
{
    printf("  Fixed Addresses    ");
    address_print(" RAM", bytes_u32(element->value, 0));
    address_print(", flash", bytes_u32(element->value, 4));
    printf("\n");
}

/// Prints one element; one that is too short for its type only with its type and length.
static void element_print(const struct tbf_element *element)
{
    uint16_t type = element->type;
    uint16_t length = element->length;
    if (type == TBF_TYPE_MAIN && length == TBF_MAIN_BYTES) {
        program_print("Main", element);
    } else if (type == TBF_TYPE_PROGRAM && length == TBF_PROGRAM_BYTES) {
        program_print("Program", element);
    } else if (type == TBF_TYPE_PACKAGE_NAME) {
        name_print(element);
    } else if (type == TBF_TYPE_WRITEABLE_REGIONS) {
        writeable_regions_print(element);
    } else if (type == TBF_TYPE_FIXED_ADDRESSES && length == TBF_FIXED_ADDRESSES_BYTES) {
        fixed_addresses_print(element);
    } else if (type == TBF_TYPE_PERMISSIONS && length >= sizeof(uint16_t)) {
        permissions_print(element);
    } else if (type == TBF_TYPE_STORAGE_PERMISSIONS && length >= sizeof(uint32_t)) {
        storage_permissions_print(element);
    } else if (type == TBF_TYPE_KERNEL_VERSION && length == TBF_KERNEL_VERSION_BYTES) {
        printf("  Kernel Version      %u.%u\n", bytes_u16(element->value, 0),
               bytes_u16(element->value, 2));
    } else if (type == TBF_TYPE_SHORT_ID && length == TBF_SHORT_ID_BYTES) {
        printf("  ShortId             0x%08" PRIx32 "\n", bytes_u32(element->value, 0));
    } else {
        printf("  element %-11u %u bytes\n", type, length);
    }
}

static const char *footer_name(uint32_t format)
{
    switch (format) {
    case TBF_FOOTER_RESERVED:
        return "Reserved";
    case TBF_FOOTER_RSA_3072:
        return "RSA-3072";
    case TBF_FOOTER_RSA_4096:
        return "RSA-4096";
    case TBF_FOOTER_SHA_256:
        return "SHA-256";
    case TBF_FOOTER_SHA_384:
        return "SHA-384";
    case TBF_FOOTER_SHA_512:
        return "SHA-512";
    case TBF_FOOTER_ECDSA_P256:
        return "ECDSA P-256";
    case TBF_FOOTER_HMAC_SHA_256:
        return "HMAC-SHA-256";
    case TBF_FOOTER_RSA_2048:
        return "RSA-2048";
    case TBF_FOOTER_CLEARTEXT_ID:
        return "Cleartext ID";
    default:
        return "unknown format, ends the list";
    }
}

static void footers_print(const struct tbf_image *image)
{
    struct bytes footers = tbf_image_footers(image);
    size_t offset = 0;
    struct tbf_footer footer;
    while (tbf_footer_next(footers, &offset, &footer) == TBF_WALK_FOUND) {
        printf("  footer at 0x%-7zx format 0x%" PRIx32 " (%s), %zu bytes of data\n",
               image->program.binary_end + footer.offset, footer.format, footer_name(footer.format),
               footer.data.length);
    }
    if (offset < footers.length) {
        printf("  after the footers   %zu bytes\n", footers.length - offset);
    }
}
