// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "tab.h"

#include <inttypes.h>

#include "tbf_rules.h"

static void metadata_append(const char *name, const struct tbf_image *image,
                            struct buffer *archive);
static void file_name_print(const struct tab_source *source, const struct tbf_image *image,
                            struct buffer *name);
static enum status sources_check(const struct tab_source *sources, size_t source_count);

enum status tab_write(const char *name, const struct tab_source *sources, size_t source_count,
                      struct buffer *archive)
{
    enum status status = sources_check(sources, source_count);
    if (status != STATUS_OK) {
        return status;
    }
    for (size_t index = 0; index < source_count; index++) {
        struct tbf_image image;
        tbf_image_decode(sources[index].content, &image);
        if (index == 0) {
            metadata_append(name, &image, archive);
        }
        struct buffer file_name = {0};
        file_name_print(&sources[index], &image, &file_name);
        ustar_append(archive, buffer_bytes(&file_name), sources[index].content);
        buffer_free(&file_name);
    }
    ustar_finish(archive);
    return STATUS_OK;
}

/// Appends the metadata; the kernel version is that of the first image, since all images of a TAB
/// are the same program.
static void metadata_append(const char *name, const struct tbf_image *image, struct buffer *archive)
{
    struct buffer text = {0};
    buffer_print(&text, "tab-version = 1\nname = \"");
    for (const char *character = name; *character != '\0'; character++) {
        bool needs_escape = *character == '"' || *character == '\\';
        buffer_print(&text, "%s%c", needs_escape ? "\\" : "", *character);
    }
    buffer_print(&text, "\"\n");
    if (image->has_kernel_version) {
        buffer_print(&text, "minimum-tock-kernel-version = \"%u.%u\"\n", image->kernel_major,
                     image->kernel_minor);
    }
    ustar_append(archive, bytes_from_string("metadata.toml"), buffer_bytes(&text));
    buffer_free(&text);
}

static void file_name_print(const struct tab_source *source, const struct tbf_image *image,
                            struct buffer *name)
{
    buffer_append(name, source->architecture);
    if (tbf_address_is_fixed(image->flash_start) || tbf_address_is_fixed(image->ram_start)) {
        buffer_print(name, ".0x%08" PRIx32 ".0x%08" PRIx32, image->flash_start, image->ram_start);
    }
    buffer_print(name, ".tbf");
}

static enum status name_check(const struct tab_source *sources, size_t index,
                              struct bytes file_name)
{
    for (size_t other = 0; other < index; other++) {
        struct tbf_image image;
        tbf_image_decode(sources[other].content, &image);
        struct buffer other_name = {0};
        file_name_print(&sources[other], &image, &other_name);
        bool is_same = bytes_are_equal(file_name, buffer_bytes(&other_name));
        buffer_free(&other_name);
        if (is_same) {
            return status_fail(sources[index].path, "same architecture and addresses as %s",
                               sources[other].path);
        }
    }
    return STATUS_OK;
}

static enum status sources_check(const struct tab_source *sources, size_t source_count)
{
    for (size_t index = 0; index < source_count; index++) {
        struct tbf_image image;
        tbf_image_decode(sources[index].content, &image);
        enum status status = tbf_rules_require_program(sources[index].path, &image);
        if (status == STATUS_OK) {
            struct buffer file_name = {0};
            file_name_print(&sources[index], &image, &file_name);
            status = name_check(sources, index, buffer_bytes(&file_name));
            buffer_free(&file_name);
        }
        if (status != STATUS_OK) {
            return status;
        }
    }
    return STATUS_OK;
}
