// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "tbf_rules.h"

#include <inttypes.h>

#include <abi/tbf.h>

#include "text.h"

enum { STORAGE_IDS_MAX = 8 }; ///< longer lists make a kernel drop the whole element

static const uint64_t ADDRESS_END = UINT64_C(1) << 32;

static void base_check(const struct tbf_image *image, struct findings *findings);
static void elements_check(const struct tbf_image *image, struct findings *findings);
static void element_check(const struct tbf_image *image, const struct tbf_element *element,
                          struct findings *findings);
static void program_check(const struct tbf_image *image, struct findings *findings);
static void addresses_check(const struct tbf_image *image, struct findings *findings);
static void footers_check(const struct tbf_image *image, struct findings *findings);

void tbf_rules_check(const struct tbf_image *image, struct findings *findings)
{
    if (!image->has_base_header) {
        findings_add(findings, "%zu bytes are too short for a header of %d", image->bytes.length,
                     TBF_BASE_HEADER_BYTES);
        return;
    }
    if (image->version != TBF_VERSION) {
        findings_add(findings, "version %u instead of %d", image->version, TBF_VERSION);
        return;
    }
    base_check(image, findings);
    if (!image->has_header) {
        return;
    }
    elements_check(image, findings);
    if (image->is_padding) {
        return;
    }
    if (!image->has_program) {
        findings_add(findings, "neither a Main nor a Program element");
        return;
    }
    program_check(image, findings);
    addresses_check(image, findings);
    footers_check(image, findings);
}

enum status tbf_rules_require_program(const char *path, const struct tbf_image *image)
{
    struct findings findings = {0};
    tbf_rules_check(image, &findings);
    if (findings.count == 0 && image->is_padding) {
        findings_add(&findings, "a padding object, not a program");
    }
    if (findings.count == 0 && image->bytes.length != image->total_size) {
        findings_add(&findings, "%zu bytes follow the object",
                     image->bytes.length - image->total_size);
    }
    enum status status = STATUS_OK;
    if (findings.count != 0) {
        status = status_fail(path, "%s", findings_first(&findings));
    }
    findings_free(&findings);
    return status;
}

uint32_t tbf_footer_data_bytes(uint32_t format)
{
    switch (format) {
    case TBF_FOOTER_RSA_3072:
        return 768;
    case TBF_FOOTER_RSA_4096:
        return 1024;
    case TBF_FOOTER_SHA_256:
    case TBF_FOOTER_HMAC_SHA_256:
        return 32;
    case TBF_FOOTER_SHA_384:
        return 48;
    case TBF_FOOTER_SHA_512:
    case TBF_FOOTER_ECDSA_P256:
        return 64;
    case TBF_FOOTER_RSA_2048:
        return 256;
    case TBF_FOOTER_CLEARTEXT_ID:
        return 8;
    default:
        return 0;
    }
}

static void base_check(const struct tbf_image *image, struct findings *findings)
{
    if (image->header_size < TBF_BASE_HEADER_BYTES) {
        findings_add(findings, "header size %u is less than %d", image->header_size,
                     TBF_BASE_HEADER_BYTES);
    }
    if (image->header_size > image->total_size) {
        findings_add(findings, "header size %u exceeds total size %" PRIu32, image->header_size,
                     image->total_size);
    }
    if (image->header_size % 4 != 0) {
        findings_add(findings, "header size %u is no multiple of 4", image->header_size);
    }
    if (image->total_size > image->bytes.length) {
        findings_add(findings, "total size %" PRIu32 " exceeds the %zu bytes that are there",
                     image->total_size, image->bytes.length);
    }
    const uint32_t known_flags = TBF_FLAG_ENABLED | TBF_FLAG_STICKY;
    if ((image->flags & ~known_flags) != 0) {
        findings_add(findings, "unknown flags 0x%" PRIx32, image->flags & ~known_flags);
    }
    if (image->has_header && image->checksum != image->checksum_computed) {
        findings_add(findings, "checksum 0x%08" PRIx32 " instead of 0x%08" PRIx32, image->checksum,
                     image->checksum_computed);
    }
}

static void elements_check(const struct tbf_image *image, struct findings *findings)
{
    size_t offset = TBF_BASE_HEADER_BYTES;
    struct tbf_element element;
    enum tbf_walk walk;
    while ((walk = tbf_element_next(image->header, &offset, &element)) == TBF_WALK_FOUND) {
        element_check(image, &element, findings);
    }
    if (walk == TBF_WALK_BROKEN) {
        findings_add(findings, "element of type %u at offset %zu crosses the header's end",
                     element.type, element.offset);
    }
}

static void length_check(const char *name, const struct tbf_element *element, uint32_t expected,
                         struct findings *findings)
{
    if (element->length != expected) {
        findings_add(findings, "%s element has length %u instead of %" PRIu32, name,
                     element->length, expected);
    }
}

static void permissions_check(const struct tbf_element *element, struct findings *findings)
{
    if (element->length < sizeof(uint16_t)) {
        findings_add(findings, "Permissions element has no count");
        return;
    }
    uint32_t count = bytes_u16(element->value, 0);
    if (element->length != sizeof(uint16_t) + count * TBF_PERMISSION_BYTES) {
        findings_add(findings, "Permissions element of length %u does not hold %" PRIu32 " entries",
                     element->length, count);
    }
}

static void storage_list_check(const struct tbf_element *element, const char *name, size_t *offset,
                               struct findings *findings)
{
    if (*offset > element->value.length) {
        return;
    }
    if (!range_is_inside(*offset, sizeof(uint16_t), element->value.length)) {
        findings_add(findings, "Storage Permissions element has no count of %s ids", name);
        *offset = SIZE_MAX;
        return;
    }
    size_t count = bytes_u16(element->value, *offset);
    *offset += sizeof(uint16_t);
    if (!range_is_inside(*offset, count * sizeof(uint32_t), element->value.length)) {
        findings_add(findings, "Storage Permissions element does not hold %zu %s ids", count, name);
        *offset = SIZE_MAX;
        return;
    }
    if (count > STORAGE_IDS_MAX) {
        findings_add(findings, "Storage Permissions element has %zu %s ids, more than %d", count,
                     name, STORAGE_IDS_MAX);
    }
    *offset += count * sizeof(uint32_t);
}

static void storage_permissions_check(const struct tbf_element *element, struct findings *findings)
{
    size_t offset = sizeof(uint32_t);
    if (element->length < sizeof(uint32_t)) {
        findings_add(findings, "Storage Permissions element has no write id");
        return;
    }
    storage_list_check(element, "read", &offset, findings);
    storage_list_check(element, "modify", &offset, findings);
    if (offset < element->value.length) {
        findings_add(findings, "Storage Permissions element has %zu bytes too many",
                     element->value.length - offset);
    }
}

static void writeable_regions_check(const struct tbf_image *image,
                                    const struct tbf_element *element, struct findings *findings)
{
    if (element->length % TBF_WRITEABLE_REGION_BYTES != 0) {
        findings_add(findings, "Writeable Regions element has length %u, no multiple of %d",
                     element->length, TBF_WRITEABLE_REGION_BYTES);
        return;
    }
    uint64_t start = tbf_application_offset(image);
    for (size_t offset = 0; offset < element->length; offset += TBF_WRITEABLE_REGION_BYTES) {
        uint32_t region = bytes_u32(element->value, offset);
        uint32_t region_bytes = bytes_u32(element->value, offset + sizeof(uint32_t));
        if (region < start || !range_is_inside(region, region_bytes, image->total_size)) {
            findings_add(findings,
                         "writeable region at 0x%" PRIx32 " of %" PRIu32
                         " bytes lies outside the application",
                         region, region_bytes);
        }
    }
}

static void element_check(const struct tbf_image *image, const struct tbf_element *element,
                          struct findings *findings)
{
    switch (element->type) {
    case TBF_TYPE_MAIN:
        length_check("Main", element, TBF_MAIN_BYTES, findings);
        break;
    case TBF_TYPE_PROGRAM:
        length_check("Program", element, TBF_PROGRAM_BYTES, findings);
        break;
    case TBF_TYPE_WRITEABLE_REGIONS:
        writeable_regions_check(image, element, findings);
        break;
    case TBF_TYPE_PACKAGE_NAME:
        if (!text_is_utf8(element->value)) {
            findings_add(findings, "package name is not UTF-8");
        }
        break;
    case TBF_TYPE_FIXED_ADDRESSES:
        length_check("Fixed Addresses", element, TBF_FIXED_ADDRESSES_BYTES, findings);
        break;
    case TBF_TYPE_PERMISSIONS:
        permissions_check(element, findings);
        break;
    case TBF_TYPE_STORAGE_PERMISSIONS:
        storage_permissions_check(element, findings);
        break;
    case TBF_TYPE_KERNEL_VERSION:
        length_check("Kernel Version", element, TBF_KERNEL_VERSION_BYTES, findings);
        break;
    case TBF_TYPE_SHORT_ID:
        length_check("ShortId", element, TBF_SHORT_ID_BYTES, findings);
        break;
    default:
        // Unknown elements are skipped, so that newer images run on older kernels.
        break;
    }
}

static void program_check(const struct tbf_image *image, struct findings *findings)
{
    const struct tbf_program *program = &image->program;
    uint64_t application = tbf_application_offset(image);
    uint64_t entry = (uint64_t)image->header_size + program->entry_offset;
    if (program->binary_end > image->total_size) {
        findings_add(findings, "binary end %" PRIu32 " exceeds total size %" PRIu32,
                     program->binary_end, image->total_size);
    }
    if (application > program->binary_end) {
        findings_add(findings, "header and protected size, %" PRIu64 ", exceed binary end %" PRIu32,
                     application, program->binary_end);
    }
    if (entry >= image->total_size) {
        findings_add(findings, "entry at offset %" PRIu64 " lies outside total size %" PRIu32,
                     entry, image->total_size);
    }
}

static void addresses_check(const struct tbf_image *image, struct findings *findings)
{
    if (tbf_address_is_fixed(image->flash_start)) {
        uint64_t application = tbf_application_offset(image);
        if (application > image->flash_start) {
            findings_add(findings,
                         "fixed flash address 0x%08" PRIx32 " leaves no room for %" PRIu64
                         " bytes before it",
                         image->flash_start, application);
        } else if (image->flash_start - application + image->total_size > ADDRESS_END) {
            findings_add(findings,
                         "fixed flash address 0x%08" PRIx32 " ends beyond the address space",
                         image->flash_start);
        }
    }
    if (tbf_address_is_fixed(image->ram_start) &&
        !range_is_inside(image->ram_start, image->program.minimum_ram_bytes, ADDRESS_END)) {
        findings_add(findings,
                     "fixed RAM address 0x%08" PRIx32 " with %" PRIu32
                     " bytes ends beyond the address space",
                     image->ram_start, image->program.minimum_ram_bytes);
    }
}

static void footers_check(const struct tbf_image *image, struct findings *findings)
{
    struct bytes footers = tbf_image_footers(image);
    size_t offset = 0;
    struct tbf_footer footer;
    enum tbf_walk walk;
    while ((walk = tbf_footer_next(footers, &offset, &footer)) == TBF_WALK_FOUND) {
        uint32_t needed_bytes = tbf_footer_data_bytes(footer.format);
        if (footer.data.length < needed_bytes) {
            findings_add(findings,
                         "footer at offset %zu of format %" PRIu32
                         " has %zu bytes of data instead of %" PRIu32,
                         image->program.binary_end + footer.offset, footer.format,
                         footer.data.length, needed_bytes);
        }
    }
    if (walk == TBF_WALK_BROKEN && footer.type == TBF_TYPE_CREDENTIALS) {
        findings_add(findings, "footer at offset %zu has impossible length %u",
                     image->program.binary_end + footer.offset, footer.length);
    }
}
