// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Encodes the memory of a process for RISC-V physical memory protection. Pure: touches no register.
 * The same for 32 and for 64 bits.
 *
 * What one process may touch is an *image* of words:
 *
 *     PMP_CONFIGURATION_WORDS   pmpcfg0, pmpcfg1 (32 bits) or pmpcfg0 (64 bits), complete
 *     unit.count                pmpaddr of the entries unit.first, unit.first + 1, ...
 *
 * Loading: all words of the image are always written, whatever they hold; entries that are not in
 * use are OFF. The order does not matter, since nobody runs in user mode meanwhile. The
 * configuration words also hold the octets of entries below unit.first and of those that no image
 * uses. They are 0 there, but for that of entry 0, which is unit.guard; so these entries must be
 * locked (a write has no effect) or for ever OFF.
 * Entries from PMP_CONFIGURATION_ENTRIES on are in no image; the port leaves them locked or OFF.
 *
 * Entries: the program's image is one NAPOT entry where its size is a power of two and its start a
 * multiple of it, else a pair: an OFF entry with the start and a TOR entry with the end. The RAM is
 * always such a pair, so that a new break changes one address word and one octet. The image goes
 * first; when it ends where the RAM starts the two share the bound. So a process needs three or
 * four entries; one that needs more than unit.count is refused. The others are for its maps, each
 * of which is one NAPOT entry or a pair, like the image.
 *
 * The lock bit is 0 in all octets, which means user mode only: with Smepmp (MML) the kernel cannot
 * touch the range but through the windows; without, the kernel is not bound. Octets never have W
 * without R, nor W together with X, so they mean the same in both.
 *
 * While nothing is exposed the RAM's entry is OFF, and its octet still has R and W: that is how it
 * is found again. A TOR entry whose bounds are equal matches nothing, but some implementations let
 * it match address 0.
 *
 * Context of all: any. Time: constant, less than 150 instructions.
 *
 * Source: RISC-V Privileged Architecture 1.12, 3.7.1 (PMP CSRs, address matching, priority); Smepmp
 * 1.0, chapter 2.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <abi/error.h>
#include <kernel/port.h>
#include <lib/attributes.h>
#include <lib/range.h>

enum {
    PMP_CONFIGURATION_ENTRIES = 8, ///< octets in an image, from entry 0 on
    PMP_CONFIGURATION_WORDS = PMP_CONFIGURATION_ENTRIES / (int)sizeof(uintptr_t),
    PMP_IMAGE_WORDS_MAX = PMP_CONFIGURATION_WORDS + PMP_CONFIGURATION_ENTRIES,
};

/// An octet of pmpcfg.
enum {
    PMP_READ = 0x01,
    PMP_WRITE = 0x02,
    PMP_EXECUTE = 0x04,
    PMP_MATCH_MASK = 0x18,
    PMP_OFF = 0x00,   ///< matches nothing; its address can be the lower bound of the next entry
    PMP_TOR = 0x08,   ///< from the address of the entry before up to, not including, its own
    PMP_NA4 = 0x10,   ///< four bytes
    PMP_NAPOT = 0x18, ///< a power of two, at least 8 bytes, aligned
    PMP_LOCKED = 0x80,
    PMP_RIGHTS_CODE = PMP_READ | PMP_EXECUTE,
    PMP_RIGHTS_RAM = PMP_READ | PMP_WRITE,
};

/// What the hart has for processes, found out by the port at boot.
struct pmp_unit {
    uint8_t first;          ///< first entry that belongs to processes
    uint8_t count;          ///< entries from there on that do, and for which images have room;
                            ///< none of them is behind PMP_CONFIGURATION_ENTRIES
    uint8_t guard;          ///< octet of entry 0, if that is not a process's; else 0
    uint32_t granule_bytes; ///< a power of two, at least 4
};

/**
 * See port_block_place(). All bounds of the block are multiples of 8 and of the granule; it is the
 * first one. The psABI wants stack pointers that are multiples of 16, which block.start may not be.
 */
MUST_CHECK enum error pmp_block_place(const struct pmp_unit *unit, struct range free,
                                      const struct port_block_request *request,
                                      struct port_block *placed);

/**
 * See port_protection_encode(). On an error `image` is untouched.
 *
 * @param code   may have any bounds; refused unless both are multiples of the granule.
 * @param block  as placed by pmp_block_place(); must not overlap `code`.
 * @retval ERROR_UNREPRESENTABLE  also: more entries are needed than unit->count.
 */
MUST_CHECK enum error pmp_image_encode(const struct pmp_unit *unit, uintptr_t *image,
                                       struct range code, const struct port_block *block,
                                       size_t app_bytes);

/// See port_protection_expose(). `image` has been encoded for the same unit.
MUST_CHECK enum error pmp_image_expose(const struct pmp_unit *unit, uintptr_t *image,
                                       uintptr_t app_break, uintptr_t limit,
                                       uintptr_t *exposed_end);

/**
 * See port_protection_map(). One entry of those behind the RAM's where the range is NAPOT, or two.
 * `image` has been encoded for the same unit.
 */
MUST_CHECK enum error pmp_image_map(const struct pmp_unit *unit, uintptr_t *image,
                                    struct range range, uint32_t rights);

/// See port_protection_describe(). Regions in the order of their entries, those OFF left out.
bool pmp_image_describe(const struct pmp_unit *unit, const uintptr_t *image, size_t index,
                        struct port_region *region);

/// The address word of a NAPOT entry, for the port's own entries as well: `bytes` is a power of
/// two, at least 8, and `start` a multiple of it.
static inline uintptr_t pmp_napot_address(uintptr_t start, uintptr_t bytes)
{
    return (start >> 2) | ((bytes >> 3) - 1);
}
