// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "image.h"

#include <abi/system_call.h>
#include <abi/tbf.h>
#include <lib/memory.h>

#include "utf8.h"

enum { WORD_BYTES = 4, HALF_WORD_BITS = 16 };

static const char wrong_length[] = "wrong element length";
static const char too_many[] = "too many entries";

/// Reads a header word by word, once, and sums it up.
struct reader {
    uint32_t next;     ///< address of the next word
    uint32_t end;      ///< of the header
    uint32_t checksum; ///< XOR of all words read so far
};

/// What elements of a fixed length say, before it is put together.
struct elements {
    uint32_t seen; ///< bit n: there is one of type n
    uint32_t entry_offset;
    uint32_t protected_bytes;
    uint32_t binary_end_offset;
    uint32_t kernel_version; ///< major in the low half; 0: none
    uint32_t fixed_flash;
};

static uint32_t reader_word(struct reader *reader)
{
    uint32_t word;
    port_image_read(&word, reader->next, sizeof word);
    reader->next += WORD_BYTES;
    reader->checksum ^= word;
    return word;
}

static uint32_t reader_left(const struct reader *reader)
{
    return reader->end - reader->next;
}

static uint32_t low_half(uint32_t word)
{
    return word & UINT16_MAX;
}

static uint32_t high_half(uint32_t word)
{
    return word >> HALF_WORD_BITS;
}

static const char *name_decode(struct reader *reader, uint32_t length, struct image *image)
{
    struct utf8_check check = {0};
    bool is_text = true;
    image->name_length_bytes = 0;
    uint32_t word = 0;
    for (uint32_t i = 0; i < length; i++) {
        if (i % WORD_BYTES == 0) {
            word = reader_word(reader);
        }
        uint8_t byte = (uint8_t)(word >> (i % WORD_BYTES * 8));
        is_text &= utf8_check_byte(&check, byte);
        if (i < PROCESS_NAME_BYTES_MAX) {
            image->name[i] = (char)byte;
            image->name_length_bytes++;
        }
    }
    return is_text && utf8_check_end(&check) ? NULL : "name is not UTF-8";
}

static const char *writeable_regions_decode(struct reader *reader, uint32_t length,
                                            struct image *image)
{
    if (length % TBF_WRITEABLE_REGION_BYTES != 0) {
        return wrong_length;
    }
    // Packers write one element a region, or one with all: they add up.
    for (uint32_t i = 0; i < length / TBF_WRITEABLE_REGION_BYTES; i++) {
        struct writeable_region region;
        region.offset = reader_word(reader);
        region.bytes = reader_word(reader);
        if (image->writeable_region_count == IMAGE_WRITEABLE_REGIONS_MAX) {
            return too_many;
        }
        if (region.offset > image->total_bytes ||
            region.bytes > image->total_bytes - region.offset) {
            return "writeable region outside the image";
        }
        image->writeable_regions[image->writeable_region_count++] = region;
    }
    return NULL;
}

static const char *permissions_decode(struct reader *reader, uint32_t length, struct image *image)
{
    if (length < sizeof(uint16_t)) {
        return wrong_length;
    }
    uint32_t word = reader_word(reader);
    uint32_t count = low_half(word);
    uint32_t carried = high_half(word);
    if (length != sizeof(uint16_t) + count * TBF_PERMISSION_BYTES) {
        return wrong_length;
    }
    if (count > IMAGE_PERMISSIONS_MAX) {
        return too_many;
    }
    for (uint32_t i = 0; i < count; i++) {
        // Entries follow a 16-bit count and so straddle words: a field is put together from two.
        uint32_t field[TBF_PERMISSION_BYTES / WORD_BYTES] UNINITIALISED;
        for (uint32_t j = 0; j < TBF_PERMISSION_BYTES / WORD_BYTES; j++) {
            word = reader_word(reader);
            field[j] = carried | word << HALF_WORD_BITS;
            carried = high_half(word);
        }
        image->permissions[i] =
            (struct permission){field[0], field[1], field[2] | (uint64_t)field[3] << 32};
    }
    image->has_permissions = true;
    image->permission_count = (uint8_t)count;
    return NULL;
}

static bool is_seen(const struct elements *elements, enum tbf_type type)
{
    return (elements->seen >> (unsigned)type & 1u) != 0;
}

/// Lengths of the elements that have a fixed one.
static const uint8_t fixed_lengths[] = {
    [TBF_TYPE_MAIN] = TBF_MAIN_BYTES,
    [TBF_TYPE_FIXED_ADDRESSES] = TBF_FIXED_ADDRESSES_BYTES,
    [TBF_TYPE_KERNEL_VERSION] = TBF_KERNEL_VERSION_BYTES,
    [TBF_TYPE_PROGRAM] = TBF_PROGRAM_BYTES,
    [TBF_TYPE_SHORT_ID] = TBF_SHORT_ID_BYTES,
};

static void fixed_element_decode(struct reader *reader, enum tbf_type type,
                                 struct elements *elements, struct image *image)
{
    uint32_t word[TBF_PROGRAM_BYTES / WORD_BYTES] UNINITIALISED;
    for (uint32_t i = 0; i < fixed_lengths[type] / WORD_BYTES; i++) {
        word[i] = reader_word(reader);
    }
    if (type == TBF_TYPE_KERNEL_VERSION) {
        elements->kernel_version = word[0];
    } else if (type == TBF_TYPE_FIXED_ADDRESSES) {
        image->fixed_ram = word[0];
        image->has_fixed_ram = word[0] != (uint32_t)TBF_ADDRESS_ANY;
        elements->fixed_flash = word[1];
    } else if (type != TBF_TYPE_SHORT_ID && !is_seen(elements, TBF_TYPE_PROGRAM) &&
               !is_seen(elements, type)) {
        // Main and Program begin alike; Program wins, and of several the first.
        elements->entry_offset = word[0];
        elements->protected_bytes = word[1];
        image->minimum_ram_bytes = word[2];
        elements->binary_end_offset = type == TBF_TYPE_PROGRAM ? word[3] : image->total_bytes;
    }
    elements->seen |= 1u << (unsigned)type;
}

/// One element whose value lies inside the header. Leaves the reader anywhere inside the value.
static NOINLINE const char *element_decode(struct reader *reader, uint32_t type, uint32_t length,
                                           struct elements *elements, struct image *image)
{
    if (type < sizeof fixed_lengths && fixed_lengths[type] != 0) {
        if (length != fixed_lengths[type]) {
            return wrong_length;
        }
        fixed_element_decode(reader, (enum tbf_type)type, elements, image);
    } else if (type == TBF_TYPE_WRITEABLE_REGIONS) {
        return writeable_regions_decode(reader, length, image);
    } else if (type == TBF_TYPE_PACKAGE_NAME) {
        return name_decode(reader, length, image);
    } else if (type == TBF_TYPE_PERMISSIONS) {
        return permissions_decode(reader, length, image);
    }
    return NULL;
}

/// All elements, then the rest of the header for the checksum. The first complaint wins.
static const char *elements_decode(struct reader *reader, struct elements *elements,
                                   struct image *image)
{
    const char *reason = NULL;
    while (reason == NULL && reader_left(reader) > 0) {
        if (reader_left(reader) < TBF_ELEMENT_HEAD_BYTES) {
            reason = wrong_length;
            break;
        }
        uint32_t head = reader_word(reader);
        uint32_t length = high_half(head);
        uint32_t padded = (length + WORD_BYTES - 1u) / WORD_BYTES * WORD_BYTES;
        if (padded > reader_left(reader)) {
            reason = wrong_length;
            break;
        }
        const uint32_t value_end = reader->next + padded;
        reason = element_decode(reader, low_half(head), length, elements, image);
        while (reader->next < value_end) {
            (void)reader_word(reader);
        }
    }
    while (reader_left(reader) >= WORD_BYTES) {
        (void)reader_word(reader);
    }
    return reason;
}

/// The rules that concern the image as a whole.
static const char *image_assemble(const struct elements *elements, uint32_t flags,
                                  struct image *image)
{
    const uint32_t total = image->total_bytes;
    if (!is_seen(elements, TBF_TYPE_MAIN) && !is_seen(elements, TBF_TYPE_PROGRAM)) {
        return "no Main or Program element";
    }
    if ((flags & TBF_FLAG_ENABLED) == 0) {
        return "not enabled";
    }
    if (low_half(elements->kernel_version) != KERNEL_VERSION_MAJOR ||
        high_half(elements->kernel_version) > KERNEL_VERSION_MINOR) {
        return "not for this kernel version";
    }
    if (elements->binary_end_offset > total) {
        return "binary ends behind the image";
    }
    if (elements->protected_bytes > total - image->header_bytes ||
        image->header_bytes + elements->protected_bytes > elements->binary_end_offset) {
        return "protected part does not fit";
    }
    if (elements->entry_offset < elements->protected_bytes ||
        elements->entry_offset >= elements->binary_end_offset - image->header_bytes) {
        return "entry point outside the program";
    }
    image->app_start = image->start + image->header_bytes + elements->protected_bytes;
    image->entry = image->start + image->header_bytes + elements->entry_offset;
    if (elements->fixed_flash != (uint32_t)TBF_ADDRESS_ANY &&
        elements->fixed_flash != image->app_start) {
        return "linked for another flash address";
    }
    return NULL;
}

/// The first 8 bytes: is there an object, and where does it end?
static enum image_verdict image_measure(struct range memory, struct reader *reader,
                                        struct image *image, const char **reason)
{
    enum { CHAIN_BYTES = 8 };
    if (range_bytes(memory) < CHAIN_BYTES) {
        return IMAGE_END;
    }
    uint32_t word = reader_word(reader);
    if (low_half(word) != TBF_VERSION) {
        return IMAGE_END;
    }
    image->header_bytes = high_half(word);
    image->total_bytes = reader_word(reader);
    if (image->total_bytes < TBF_BASE_HEADER_BYTES || image->total_bytes > range_bytes(memory)) {
        *reason = "wrong size; the walk ends";
        return IMAGE_END;
    }
    if (image->header_bytes < TBF_BASE_HEADER_BYTES || image->header_bytes > image->total_bytes ||
        image->header_bytes > IMAGE_HEADER_BYTES_MAX || image->header_bytes % WORD_BYTES != 0) {
        *reason = "wrong header size";
        return IMAGE_REFUSED;
    }
    return IMAGE_RUNNABLE;
}

enum image_verdict image_decode(struct range memory, struct image *image, const char **reason)
{
    memory_clear(image, sizeof *image);
    *reason = NULL;
    image->start = (uint32_t)memory.start;
    struct reader reader = {.next = image->start, .end = (uint32_t)memory.end};
    enum image_verdict verdict = image_measure(memory, &reader, image, reason);
    if (verdict != IMAGE_RUNNABLE) {
        return verdict;
    }
    reader.end = image->start + image->header_bytes;
    uint32_t flags = reader_word(&reader);
    uint32_t checksum = reader_word(&reader);
    reader.checksum ^= checksum; // The field itself is not part of the sum.

    struct elements elements = {.fixed_flash = (uint32_t)TBF_ADDRESS_ANY};
    *reason = elements_decode(&reader, &elements, image);
    if (reader.checksum != checksum) {
        *reason = "wrong checksum";
        return IMAGE_REFUSED;
    }
    if (image->header_bytes == TBF_BASE_HEADER_BYTES) {
        return IMAGE_PADDING;
    }
    if (*reason == NULL) {
        *reason = image_assemble(&elements, flags, image);
    }
    return *reason == NULL ? IMAGE_RUNNABLE : IMAGE_REFUSED;
}
