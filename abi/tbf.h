// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Tock Binary Format, version 2: offsets and numbers.
 *
 * All integers are little-endian. Structures are given by offsets, since an image is foreign
 * memory that is copied out field by field. Source: Tock "Tock Binary Format" reference.
 */
#pragma once

enum {
    TBF_VERSION = 2,
    TBF_BASE_HEADER_BYTES = 16,
    TBF_OFFSET_VERSION = 0,     ///< u16
    TBF_OFFSET_HEADER_SIZE = 2, ///< u16, base header and all elements
    TBF_OFFSET_TOTAL_SIZE = 4,  ///< u32, distance to the next object
    TBF_OFFSET_FLAGS = 8,       ///< u32
    TBF_OFFSET_CHECKSUM = 12,   ///< u32, XOR of all other header words
    TBF_FLAG_ENABLED = 1,
    TBF_FLAG_STICKY = 2,
    TBF_ADDRESS_ANY = -1, ///< 0xFFFFFFFF in a fixed-addresses element
};

/// Element types. Each element: type u16, length u16, value, padding to a multiple of 4.
enum tbf_type {
    TBF_TYPE_MAIN = 1,
    TBF_TYPE_WRITEABLE_REGIONS = 2,
    TBF_TYPE_PACKAGE_NAME = 3,
    TBF_TYPE_FIXED_ADDRESSES = 5,
    TBF_TYPE_PERMISSIONS = 6,
    TBF_TYPE_STORAGE_PERMISSIONS = 7,
    TBF_TYPE_KERNEL_VERSION = 8,
    TBF_TYPE_PROGRAM = 9,
    TBF_TYPE_SHORT_ID = 10,
    TBF_TYPE_CREDENTIALS = 128,
};

/// Length of an element's value, without its 4-byte head.
enum {
    TBF_ELEMENT_HEAD_BYTES = 4,
    TBF_MAIN_BYTES = 12,           ///< entry offset, protected size, minimum RAM
    TBF_PROGRAM_BYTES = 20,        ///< the same, binary end offset, version
    TBF_FIXED_ADDRESSES_BYTES = 8, ///< RAM start, flash address of the application
    TBF_KERNEL_VERSION_BYTES = 4,  ///< major u16, minor u16
    TBF_SHORT_ID_BYTES = 4,
    TBF_WRITEABLE_REGION_BYTES = 8, ///< offset, size; one element holds any number
    TBF_PERMISSION_BYTES = 16,      ///< driver, offset, allowed commands u64; after a u16 count
};
