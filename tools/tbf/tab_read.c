// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "tab.h"

#include <inttypes.h>
#include <stdlib.h>

#include "text.h"

static enum status entries_read(const char *path, struct bytes archive, struct tab *tab);
static void variant_add(struct tab *tab, const struct ustar_entry *entry);
static struct bytes text_trim(struct bytes text);

enum status tab_read(const char *path, struct bytes archive, struct tab *tab)
{
    *tab = (struct tab){0};
    enum status status = entries_read(path, archive, tab);
    if (status == STATUS_OK && tab->variant_count == 0) {
        status = status_fail(path, "archive holds no .tbf file");
    }
    if (status != STATUS_OK) {
        tab_free(tab);
    }
    return status;
}

bool tab_metadata_find(const struct tab *tab, const char *key, struct bytes *value)
{
    struct bytes rest = tab->metadata;
    while (rest.length != 0) {
        struct bytes line;
        struct bytes line_key;
        struct bytes line_value;
        text_split(rest, '\n', &line, &rest);
        if (text_split(line, '=', &line_key, &line_value) &&
            bytes_are_equal(text_trim(line_key), bytes_from_string(key))) {
            line_value = text_trim(line_value);
            size_t length = line_value.length;
            if (length >= 2 && line_value.data[0] == '"' && line_value.data[length - 1] == '"') {
                line_value = bytes_slice(line_value, 1, length - 2);
            }
            *value = line_value;
            return true;
        }
    }
    return false;
}

void tab_variant_describe(const struct tab_variant *variant, struct buffer *text)
{
    text_escape(text, variant->architecture);
    if (!variant->image.has_program) {
        buffer_print(text, " (invalid)");
        return;
    }
    if (tbf_address_is_fixed(variant->image.flash_start)) {
        buffer_print(text, " flash 0x%08" PRIx32, variant->image.flash_start);
    }
    if (tbf_address_is_fixed(variant->image.ram_start)) {
        buffer_print(text, " RAM 0x%08" PRIx32, variant->image.ram_start);
    }
}

void tab_free(struct tab *tab)
{
    free(tab->variants);
    *tab = (struct tab){0};
}

static enum status entries_read(const char *path, struct bytes archive, struct tab *tab)
{
    size_t offset = 0;
    bool is_first = true;
    for (;;) {
        struct ustar_entry entry;
        enum ustar_step step = ustar_next(path, archive, &offset, &entry);
        if (step == USTAR_STEP_ERROR) {
            return STATUS_FAILED;
        }
        if (step == USTAR_STEP_END) {
            return STATUS_OK;
        }
        if (bytes_are_equal(entry.name, bytes_from_string("metadata.toml"))) {
            tab->has_metadata = true;
            tab->has_metadata_first = is_first;
            tab->metadata = entry.content;
        } else if (text_ends_with(entry.name, ".tbf")) {
            variant_add(tab, &entry);
        }
        is_first = false;
    }
}

static void variant_add(struct tab *tab, const struct ustar_entry *entry)
{
    // Each variant takes at least one block of the archive, which bounds the array.
    size_t count = tab->variant_count + 1;
    struct tab_variant *variants = realloc(tab->variants, count * sizeof(*variants));
    if (variants == NULL) {
        status_out_of_memory();
    }
    struct tab_variant *variant = &variants[tab->variant_count];
    *variant = (struct tab_variant){.file_name = entry->name, .content = entry->content};
    struct bytes tail;
    text_split(entry->name, '.', &variant->architecture, &tail);
    tbf_image_decode(entry->content, &variant->image);
    tab->variants = variants;
    tab->variant_count = count;
}

static bool is_space(uint8_t byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r';
}

static struct bytes text_trim(struct bytes text)
{
    while (text.length != 0 && is_space(text.data[0])) {
        text = bytes_slice(text, 1, text.length - 1);
    }
    while (text.length != 0 && is_space(text.data[text.length - 1])) {
        text = bytes_slice(text, 0, text.length - 1);
    }
    return text;
}
