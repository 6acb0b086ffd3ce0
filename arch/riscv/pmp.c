// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "pmp.h"

#include <lib/checked.h>

// Address registers hold bits 2 and up of an address, 54 bits of them at most.
enum { ADDRESS_SHIFT = 2, ADDRESS_BITS = 56, NAPOT_BYTES_MIN = 8 };

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "octets lie in order in pmpcfg words");
static_assert(PMP_CONFIGURATION_WORDS * (int)sizeof(uintptr_t) == PMP_CONFIGURATION_ENTRIES,
              "configuration words are complete");

static bool is_addressable(uintptr_t address)
{
    return (uint64_t)address >> ADDRESS_BITS == 0;
}

/// Octets of the entries of a process. That of entry 0 is the first one, with the lowest bits, for
/// both widths of the words.
static uint8_t *octets_of(const struct pmp_unit *unit, uintptr_t *image)
{
    return (uint8_t *)image + unit->first;
}

static const uint8_t *octets_in(const struct pmp_unit *unit, const uintptr_t *image)
{
    return (const uint8_t *)image + unit->first;
}

static uintptr_t block_alignment(const struct pmp_unit *unit)
{
    return unit->granule_bytes < PORT_BLOCK_ALIGNMENT ? PORT_BLOCK_ALIGNMENT : unit->granule_bytes;
}

/// `step` is a power of two.
static bool is_multiple(uintptr_t value, uintptr_t step)
{
    return (value & (step - 1)) == 0;
}

static bool is_napot(struct range range)
{
    const uintptr_t bytes = range_bytes(range);
    return bytes >= NAPOT_BYTES_MIN && is_multiple(bytes | range.start, bytes);
}

enum error pmp_block_place(const struct pmp_unit *unit, struct range free,
                           const struct port_block_request *request, struct port_block *placed)
{
    if (!is_addressable(free.end)) {
        return ERROR_NO_MEMORY;
    }
    return block_place_aligned(free, request, block_alignment(unit), placed);
}

enum error pmp_image_encode(const struct pmp_unit *unit, uintptr_t *image, struct range code,
                            const struct port_block *block, size_t app_bytes)
{
    const struct range ram = {block->block.start, block->kernel_start};
    if (code.start >= code.end || !is_addressable(code.end) ||
        !is_multiple(code.start | code.end, unit->granule_bytes) || ram.start >= ram.end ||
        !is_addressable(ram.end) || !is_multiple(ram.start | ram.end, block_alignment(unit)) ||
        app_bytes > range_bytes(ram) || unit->first + unit->count > PMP_CONFIGURATION_ENTRIES) {
        return ERROR_UNREPRESENTABLE;
    }

    const bool is_one_entry = is_napot(code);
    const bool is_bound_shared = !is_one_entry && code.end == ram.start;
    const uint32_t code_entry = is_one_entry ? 0 : 1;
    const uint32_t ram_entry = code_entry + (is_bound_shared ? 1u : 2u);
    if (ram_entry >= unit->count) {
        return ERROR_UNREPRESENTABLE;
    }

    for (uint32_t i = 0; i < PMP_CONFIGURATION_WORDS + (uint32_t)unit->count; i++) {
        image[i] = 0;
    }
    *(uint8_t *)image = unit->guard;
    uint8_t *octets = octets_of(unit, image);
    uintptr_t *address = image + PMP_CONFIGURATION_WORDS;
    if (is_one_entry) {
        address[code_entry] = pmp_napot_address(code.start, range_bytes(code));
        octets[code_entry] = PMP_NAPOT | PMP_RIGHTS_CODE;
    } else {
        address[code_entry - 1] = code.start >> ADDRESS_SHIFT;
        address[code_entry] = code.end >> ADDRESS_SHIFT;
        octets[code_entry] = PMP_TOR | PMP_RIGHTS_CODE;
    }
    address[ram_entry - 1] = ram.start >> ADDRESS_SHIFT;
    address[ram_entry] = ram.start >> ADDRESS_SHIFT;
    octets[ram_entry] = PMP_OFF | PMP_RIGHTS_RAM;
    return ERROR_NONE;
}

enum error pmp_image_expose(const struct pmp_unit *unit, uintptr_t *image, uintptr_t app_break,
                            uintptr_t limit, uintptr_t *exposed_end)
{
    uint8_t *octets = octets_of(unit, image);
    uintptr_t *address = image + PMP_CONFIGURATION_WORDS;
    uint32_t entry = 1; // Before it lies its lower bound.
    while ((octets[entry] & PMP_WRITE) == 0) {
        entry++;
        if (entry >= unit->count) {
            return ERROR_UNREPRESENTABLE;
        }
    }
    const uintptr_t start = address[entry - 1] << ADDRESS_SHIFT;
    uintptr_t end;
    if (app_break < start || !checked_align_up(app_break, unit->granule_bytes, &end) ||
        end > limit || !is_addressable(end)) {
        return ERROR_UNREPRESENTABLE;
    }
    address[entry] = end >> ADDRESS_SHIFT;
    octets[entry] = (uint8_t)((end == start ? PMP_OFF : PMP_TOR) | PMP_RIGHTS_RAM);
    *exposed_end = end;
    return ERROR_NONE;
}

/// The first of the entries that are not in use: they are the last ones, and all zero.
static uint32_t entries_used(const struct pmp_unit *unit, const uintptr_t *image)
{
    const uintptr_t *address = image + PMP_CONFIGURATION_WORDS;
    uint32_t used = unit->count;
    while (used > 0 && address[used - 1] == 0 && octets_in(unit, image)[used - 1] == 0) {
        used--;
    }
    return used;
}

enum error pmp_image_map(const struct pmp_unit *unit, uintptr_t *image, struct range range,
                         uint32_t rights)
{
    const uint32_t writable_code = PORT_MAP_WRITE | PORT_MAP_EXECUTE;
    if (range.start >= range.end || (rights & writable_code) == writable_code) {
        return ERROR_INVALID;
    }
    const uint32_t used = entries_used(unit, image);
    const uint32_t last = used + (is_napot(range) ? 0u : 1u);
    if (!is_addressable(range.end) || !is_multiple(range.start | range.end, unit->granule_bytes) ||
        last >= unit->count) {
        return ERROR_UNREPRESENTABLE;
    }
    uint32_t octet = PMP_READ;
    octet |= (rights & PORT_MAP_WRITE) != 0 ? (uint32_t)PMP_WRITE : 0;
    octet |= (rights & PORT_MAP_EXECUTE) != 0 ? (uint32_t)PMP_EXECUTE : 0;
    uintptr_t *address = image + PMP_CONFIGURATION_WORDS;
    if (last == used) {
        address[last] = pmp_napot_address(range.start, range_bytes(range));
        octet |= PMP_NAPOT;
    } else {
        address[used] = range.start >> ADDRESS_SHIFT;
        address[last] = range.end >> ADDRESS_SHIFT;
        octet |= PMP_TOR;
    }
    octets_of(unit, image)[last] = (uint8_t)octet;
    return ERROR_NONE;
}

/// What an address word of a NAPOT entry covers: the number of ones at its end is the size.
static struct range napot_range(uintptr_t address)
{
    const uintptr_t ones = address & ~(address + 1);
    const uintptr_t start = (address & ~ones) << ADDRESS_SHIFT;
    return (struct range){start, start + ((ones + 1) << (ADDRESS_SHIFT + 1))};
}

bool pmp_image_describe(const struct pmp_unit *unit, const uintptr_t *image, size_t index,
                        struct port_region *region)
{
    const uint8_t *octets = octets_in(unit, image);
    const uintptr_t *address = image + PMP_CONFIGURATION_WORDS;
    for (uint32_t entry = 0; entry < unit->count; entry++) {
        const uint32_t match = octets[entry] & PMP_MATCH_MASK;
        if (match == PMP_OFF || index-- != 0) {
            continue;
        }
        if (match == PMP_NAPOT) {
            region->range = napot_range(address[entry]);
        } else {
            region->range = (struct range){address[entry - 1] << ADDRESS_SHIFT,
                                           address[entry] << ADDRESS_SHIFT};
        }
        region->is_writable = (octets[entry] & PMP_WRITE) != 0;
        region->is_executable = (octets[entry] & PMP_EXECUTE) != 0;
        return true;
    }
    return false;
}
