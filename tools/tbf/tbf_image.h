// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Decodes one TBF object as far as its bytes allow, without judging it.
 *
 * A decoded image says what is there; tbf_rules.h says whether that is right. Offsets count from
 * the first byte of the object, which is the first byte of its base header.
 *
 * Typical use: tbf_image_decode(), then tbf_element_next() and tbf_footer_next() for the details.
 *
 * Source: Tock Binary Format reference; layout numbers in abi/tbf.h.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "buffer.h"

enum {
    TBF_ERASED_BYTE = 0xFF,      ///< what follows the last object in flash
    TBF_FOOTER_FORMAT_BYTES = 4, ///< format word at the start of a footer's value
};

/// Formats of a footer (credentials).
enum tbf_footer_format {
    TBF_FOOTER_RESERVED = 0,
    TBF_FOOTER_RSA_3072 = 1,
    TBF_FOOTER_RSA_4096 = 2,
    TBF_FOOTER_SHA_256 = 3,
    TBF_FOOTER_SHA_384 = 4,
    TBF_FOOTER_SHA_512 = 5,
    TBF_FOOTER_ECDSA_P256 = 6,
    TBF_FOOTER_HMAC_SHA_256 = 7,
    TBF_FOOTER_RSA_2048 = 0x0A,
    TBF_FOOTER_CLEARTEXT_ID = 0xF1,
};

/// What a Main or a Program element says. Main has neither a version nor an end of its own.
struct tbf_program {
    uint32_t entry_offset;   ///< from the end of the header, bit 0 as stored
    uint32_t protected_size; ///< beyond the header
    uint32_t minimum_ram_bytes;
    uint32_t binary_end; ///< total size when only Main is present
    uint32_t version;    ///< 0 when only Main is present
};

struct tbf_image {
    struct bytes bytes; ///< view of everything from the object's start, also what follows it

    bool has_base_header; ///< the 16 bytes are there; without them the fields below are 0
    uint16_t version;
    uint16_t header_size;
    uint32_t total_size;
    uint32_t flags;
    uint32_t checksum;

    bool has_header; ///< 16 <= header_size <= total_size, and the header's bytes are there
    uint32_t checksum_computed;
    struct bytes header; ///< base header and elements; empty unless has_header
    bool is_padding;     ///< a header of exactly 16 bytes

    bool has_program; ///< from Program, or else from Main
    struct tbf_program program;
    struct bytes name;    ///< empty when there is none
    uint32_t ram_start;   ///< TBF_ADDRESS_ANY when not fixed
    uint32_t flash_start; ///< of the application, TBF_ADDRESS_ANY when not fixed
    bool has_kernel_version;
    uint16_t kernel_major;
    uint16_t kernel_minor;
};

struct tbf_element {
    size_t offset; ///< of the element's head
    uint16_t type;
    uint16_t length; ///< as stored
    struct bytes value;
};

struct tbf_footer {
    size_t offset;
    uint16_t type;
    uint16_t length;   ///< as stored
    uint32_t format;   ///< 0 when the length leaves no room for it
    struct bytes data; ///< without the format word
};

enum tbf_walk {
    TBF_WALK_FOUND,  ///< the output is set
    TBF_WALK_END,    ///< nothing is left
    TBF_WALK_BROKEN, ///< what is left is no whole element; only offset, type, length may be set
};

/**
 * Decodes an object.
 *
 * @param bytes  borrow; the image keeps views of it.
 */
void tbf_image_decode(struct bytes bytes, struct tbf_image *image);

/** Says whether the field holds an address, not TBF_ADDRESS_ANY. */
bool tbf_address_is_fixed(uint32_t address);

/** Gives header and protected size together: where the application starts in the object. */
uint64_t tbf_application_offset(const struct tbf_image *image);

/**
 * Steps through the elements of a header, in order.
 *
 * @param offset  in and out; TBF_BASE_HEADER_BYTES to begin with.
 */
enum tbf_walk tbf_element_next(struct bytes header, size_t *offset, struct tbf_element *element);

/**
 * Steps through the footers, in order. Unlike elements they are not padded.
 *
 * @param footers  the bytes from the binary's end to the total size.
 * @param offset   in and out, from the start of the footers; 0 to begin with.
 */
enum tbf_walk tbf_footer_next(struct bytes footers, size_t *offset, struct tbf_footer *footer);

/** Gives the view of the footers; empty when the image has no sound binary end. */
struct bytes tbf_image_footers(const struct tbf_image *image);

/** Computes the XOR of all whole header words but the checksum's own. */
uint32_t tbf_checksum(struct bytes header);
