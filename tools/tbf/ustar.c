// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "ustar.h"

#include <string.h>

#include "text.h"

/// Fields of a header block. The prefix exists with POSIX magic only.
enum {
    BLOCK_BYTES = 512,
    NAME_OFFSET = 0,
    MODE_OFFSET = 100,
    OWNER_OFFSET = 108,
    GROUP_OFFSET = 116,
    SIZE_OFFSET = 124,
    SIZE_BYTES = 12,
    TIME_OFFSET = 136,
    CHECKSUM_OFFSET = 148,
    CHECKSUM_BYTES = 8,
    TYPE_OFFSET = 156,
    MAGIC_OFFSET = 257,
    MAGIC_BYTES = 8,
    PREFIX_OFFSET = 345,
    PREFIX_BYTES = 155,
};

static const char POSIX_MAGIC[] = "ustar\0"
                                  "00";

static bool octal_read(struct bytes field, uint64_t *number);
static uint32_t block_checksum(struct bytes block);
static struct bytes field_string(struct bytes block, size_t offset, size_t field_bytes);
static enum status header_check(const char *path, struct bytes archive, size_t offset,
                                size_t *content_bytes);
static enum status name_check(const char *path, struct bytes block, struct bytes *name);

enum ustar_step ustar_next(const char *path, struct bytes archive, size_t *offset,
                           struct ustar_entry *entry)
{
    for (;;) {
        if (!range_is_inside(*offset, BLOCK_BYTES, archive.length)) {
            (void)status_fail(path, "archive is truncated: no end mark");
            return USTAR_STEP_ERROR;
        }
        struct bytes block = bytes_slice(archive, *offset, BLOCK_BYTES);
        if (bytes_are_all(block, 0)) {
            return USTAR_STEP_END;
        }
        size_t header_offset = *offset;
        size_t content_bytes = 0;
        if (header_check(path, archive, header_offset, &content_bytes) != STATUS_OK) {
            return USTAR_STEP_ERROR;
        }
        size_t content_offset = header_offset + BLOCK_BYTES;
        size_t blocks_bytes = (content_bytes + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES;
        *offset = content_offset + blocks_bytes;

        uint8_t type = block.data[TYPE_OFFSET];
        if (type == '5' || type == 'x' || type == 'g') {
            continue;
        }
        if (name_check(path, block, &entry->name) != STATUS_OK) {
            return USTAR_STEP_ERROR;
        }
        if (type != '0' && type != 0) {
            (void)status_fail(path, "entry at 0x%zx is no regular file", header_offset);
            return USTAR_STEP_ERROR;
        }
        entry->content = bytes_slice(archive, content_offset, content_bytes);
        return USTAR_STEP_ENTRY;
    }
}

void ustar_append(struct buffer *archive, struct bytes name, struct bytes content)
{
    size_t start = archive->length;
    buffer_fill(archive, BLOCK_BYTES, 0);
    buffer_overwrite(archive, start + NAME_OFFSET, name);
    buffer_overwrite(archive, start + MODE_OFFSET, bytes_from_string("0000644"));
    buffer_overwrite(archive, start + OWNER_OFFSET, bytes_from_string("0000000"));
    buffer_overwrite(archive, start + GROUP_OFFSET, bytes_from_string("0000000"));
    buffer_overwrite(archive, start + TIME_OFFSET, bytes_from_string("00000000000"));
    buffer_overwrite(archive, start + TYPE_OFFSET, bytes_from_string("0"));
    buffer_overwrite(archive, start + MAGIC_OFFSET,
                     (struct bytes){(const uint8_t *)POSIX_MAGIC, MAGIC_BYTES});

    struct buffer number = {0};
    buffer_print(&number, "%011zo", content.length);
    buffer_overwrite(archive, start + SIZE_OFFSET, buffer_bytes(&number));
    number.length = 0;
    struct bytes block = bytes_slice(buffer_bytes(archive), start, BLOCK_BYTES);
    buffer_print(&number, "%06o", block_checksum(block));
    buffer_fill(&number, 1, 0);
    buffer_fill(&number, 1, ' ');
    buffer_overwrite(archive, start + CHECKSUM_OFFSET, buffer_bytes(&number));
    buffer_free(&number);

    buffer_append(archive, content);
    buffer_fill(archive, (BLOCK_BYTES - content.length % BLOCK_BYTES) % BLOCK_BYTES, 0);
}

void ustar_finish(struct buffer *archive)
{
    buffer_fill(archive, 2 * (size_t)BLOCK_BYTES, 0);
}

/// Reads an octal field: spaces, digits, then only spaces and zero bytes.
static bool octal_read(struct bytes field, uint64_t *number)
{
    size_t offset = 0;
    while (offset < field.length && field.data[offset] == ' ') {
        offset++;
    }
    uint64_t value = 0;
    size_t digit_count = 0;
    for (; offset < field.length && field.data[offset] >= '0' && field.data[offset] <= '7';
         offset++) {
        // Twelve digits of three bits cannot overflow.
        value = value * 8 + (uint64_t)(field.data[offset] - '0');
        digit_count++;
    }
    for (; offset < field.length; offset++) {
        if (field.data[offset] != ' ' && field.data[offset] != 0) {
            return false;
        }
    }
    *number = value;
    return digit_count != 0;
}

/// Computes the sum of a header's bytes, its checksum field counted as spaces.
static uint32_t block_checksum(struct bytes block)
{
    uint32_t sum = 0;
    for (size_t index = 0; index < block.length; index++) {
        bool is_checksum = index >= CHECKSUM_OFFSET && index < CHECKSUM_OFFSET + CHECKSUM_BYTES;
        sum += is_checksum ? ' ' : block.data[index];
    }
    return sum;
}

static struct bytes field_string(struct bytes block, size_t offset, size_t field_bytes)
{
    struct bytes field = bytes_slice(block, offset, field_bytes);
    const uint8_t *end = memchr(field.data, 0, field.length);
    return end == NULL ? field : bytes_slice(field, 0, (size_t)(end - field.data));
}

static enum status header_check(const char *path, struct bytes archive, size_t offset,
                                size_t *content_bytes)
{
    struct bytes block = bytes_slice(archive, offset, BLOCK_BYTES);
    uint64_t checksum;
    if (!octal_read(bytes_slice(block, CHECKSUM_OFFSET, CHECKSUM_BYTES), &checksum) ||
        checksum != block_checksum(block)) {
        return status_fail(path, "no tar header with a right checksum at 0x%zx", offset);
    }
    uint64_t size;
    if (!octal_read(bytes_slice(block, SIZE_OFFSET, SIZE_BYTES), &size)) {
        return status_fail(path, "tar header at 0x%zx has no octal size", offset);
    }
    uint64_t blocks_bytes = (size + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES;
    if (!range_is_inside(offset + BLOCK_BYTES, blocks_bytes, archive.length)) {
        return status_fail(path, "archive is truncated: entry at 0x%zx has %llu bytes", offset,
                           (unsigned long long)size);
    }
    *content_bytes = (size_t)size;
    return STATUS_OK;
}

/// Takes the name of an entry when it is a plain file name, which is safe to create in a folder.
static enum status name_check(const char *path, struct bytes block, struct bytes *name)
{
    struct bytes found = field_string(block, NAME_OFFSET, USTAR_NAME_BYTES_MAX);
    if (found.length > 2 && found.data[0] == '.' && found.data[1] == '/') {
        found = bytes_slice(found, 2, found.length - 2);
    }
    bool has_prefix = memcmp(block.data + MAGIC_OFFSET, POSIX_MAGIC, MAGIC_BYTES) == 0 &&
                      field_string(block, PREFIX_OFFSET, PREFIX_BYTES).length != 0;
    struct bytes head;
    struct bytes tail;
    if (found.length == 0 || found.data[0] == '.' || has_prefix || text_has_controls(found) ||
        text_split(found, '/', &head, &tail)) {
        struct buffer escaped = {0};
        text_escape(&escaped, found);
        enum status status =
            status_fail(path, "entry \"%s\" is no plain file name", buffer_string(&escaped));
        buffer_free(&escaped);
        return status;
    }
    *name = found;
    return STATUS_OK;
}
