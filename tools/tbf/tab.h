// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * TAB archives: one program in several images, of which a board takes the one that fits.
 *
 * A TAB is a tar archive with `metadata.toml` first and one image per architecture and place,
 * named `ARCHITECTURE.tbf` or `ARCHITECTURE.0xFLASH.0xRAM.tbf`. The addresses of the name repeat
 * what the image says in its header; the header decides.
 *
 * Source: Tock "TBF" and "TAB" references; names as elf2tab writes them.
 */
#pragma once

#include "status.h"
#include "tbf_image.h"
#include "ustar.h"

/// One image of a TAB.
struct tab_variant {
    struct bytes file_name;    ///< view of the archive
    struct bytes architecture; ///< the part of the file name before its first dot
    struct bytes content;      ///< view of the archive
    struct tbf_image image;    ///< decoded, not checked
};

struct tab {
    bool has_metadata;
    bool has_metadata_first;
    struct bytes metadata;
    struct tab_variant *variants; ///< owned
    size_t variant_count;
};

/**
 * Reads an archive. Files that are neither metadata nor images are passed over.
 *
 * @param path     borrow; for error lines.
 * @param archive  borrow; the TAB keeps views of it.
 * @param tab      give; release with tab_free(). Empty on failure.
 * @retval STATUS_FAILED  not a sound archive, or without images; the reason was printed.
 */
MUST_CHECK enum status tab_read(const char *path, struct bytes archive, struct tab *tab);

/**
 * Finds the value of a key in the metadata, without quotes.
 *
 * @return false when there is no such key.
 */
bool tab_metadata_find(const struct tab *tab, const char *key, struct bytes *value);

/** Appends a description of the variant for people: architecture and addresses. */
void tab_variant_describe(const struct tab_variant *variant, struct buffer *text);

void tab_free(struct tab *tab);

/// One image that goes into an archive.
struct tab_source {
    const char *path;          ///< for error lines
    struct bytes architecture; ///< lower-case letters, digits and '-'
    struct bytes content;
};

/**
 * Makes an archive. Equal inputs give equal bytes.
 *
 * @param name     borrow; of the package, UTF-8 without control characters.
 * @param sources  borrow; their order is kept. Each must be one valid program image.
 * @param archive  receives the archive; on failure its content is undefined.
 * @retval STATUS_FAILED  an image is invalid, or two would have the same name.
 */
MUST_CHECK enum status tab_write(const char *name, const struct tab_source *sources,
                                 size_t source_count, struct buffer *archive);
