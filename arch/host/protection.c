// SPDX-License-Identifier: Apache-2.0 OR MIT
// The simulated protection unit with exact ends, and the port's functions, which ask the unit in
// use.
#include <lib/checked.h>

#include "host.h"

static enum error exact_place(struct range free, const struct port_block_request *request,
                              struct port_block *placed)
{
    const uintptr_t granule = host.granule_bytes;
    return block_place_aligned(
        free, request, granule < PORT_BLOCK_ALIGNMENT ? PORT_BLOCK_ALIGNMENT : granule, placed);
}

static enum error exact_encode(struct arch_protection *protection, struct range image,
                               const struct port_block *block, size_t app_bytes)
{
    (void)app_bytes;
    if (image.start >= image.end || image.start % host.granule_bytes != 0 ||
        image.end % host.granule_bytes != 0) {
        return ERROR_UNREPRESENTABLE;
    }
    *protection = (struct arch_protection){
        .image = image,
        .ram = {block->block.start, block->block.start},
        .ram_end_max = block->block.end,
    };
    return ERROR_NONE;
}

static enum error exact_expose(struct arch_protection *protection, uintptr_t app_break,
                               uintptr_t limit, uintptr_t *exposed_end)
{
    uintptr_t end;
    if (app_break < protection->ram.start ||
        !checked_align_up(app_break, host.granule_bytes, &end) || end > limit ||
        end > protection->ram_end_max) {
        return ERROR_UNREPRESENTABLE;
    }
    protection->ram.end = end;
    *exposed_end = end;
    return ERROR_NONE;
}

/// Maps of the exact unit: {start, end, rights} in the words that real units use; 0: there is none.
enum { EXACT_MAPS = 3, MAP_WORDS = 3 };

static enum error exact_map(struct arch_protection *protection, struct range range, uint32_t rights)
{
    if (range.start >= range.end) {
        return ERROR_INVALID;
    }
    for (uint32_t *map = protection->words; map < protection->words + EXACT_MAPS * MAP_WORDS;
         map += MAP_WORDS) {
        if (map[1] == 0 && (range.start | range.end) % host.granule_bytes == 0) {
            map[0] = (uint32_t)range.start;
            map[1] = (uint32_t)range.end;
            map[2] = rights;
            return ERROR_NONE;
        }
    }
    return ERROR_UNREPRESENTABLE;
}

static bool map_allows(const struct arch_protection *protection, uintptr_t address,
                       enum host_access access)
{
    for (const uint32_t *map = protection->words; map < protection->words + EXACT_MAPS * MAP_WORDS;
         map += MAP_WORDS) {
        if (address >= map[0] && address < map[1]) {
            return access == HOST_READ ||
                   (map[2] & (access == HOST_WRITE ? (uint32_t)PORT_MAP_WRITE
                                                   : (uint32_t)PORT_MAP_EXECUTE)) != 0;
        }
    }
    return false;
}

static bool exact_describe(const struct arch_protection *protection, size_t index,
                           struct port_region *region)
{
    const bool is_image = index == 0;
    const struct range range = is_image ? protection->image : protection->ram;
    if (index > 1 || range.start >= range.end) {
        return false;
    }
    *region =
        (struct port_region){.range = range, .is_writable = !is_image, .is_executable = is_image};
    return true;
}

static bool exact_allows(const struct arch_protection *protection, uintptr_t address,
                         enum host_access access)
{
    const bool is_image = protection->image.start <= address && address < protection->image.end;
    const bool is_ram = protection->ram.start <= address && address < protection->ram.end;
    if (map_allows(protection, address, access)) {
        return true;
    }
    switch (access) {
    case HOST_READ:
        return is_image || is_ram;
    case HOST_WRITE:
        return is_ram;
    case HOST_EXECUTE:
        return is_image;
    }
    return false;
}

const struct host_protection_unit host_exact_unit = {
    .place = exact_place,
    .encode = exact_encode,
    .expose = exact_expose,
    .map = exact_map,
    .describe = exact_describe,
    .allows = exact_allows,
};

enum error port_block_place(struct range free, const struct port_block_request *request,
                            struct port_block *placed)
{
    return host.unit->place(free, request, placed);
}

enum error port_protection_encode(struct arch_protection *protection, struct range image,
                                  const struct port_block *block, size_t app_bytes)
{
    return host.unit->encode(protection, image, block, app_bytes);
}

enum error port_protection_expose(struct arch_protection *protection, uintptr_t app_break,
                                  uintptr_t limit, uintptr_t *exposed_end)
{
    return host.unit->expose(protection, app_break, limit, exposed_end);
}

enum error port_protection_map(struct arch_protection *protection, struct range range,
                               uint32_t rights)
{
    return host.unit->map(protection, range, rights);
}

bool port_protection_describe(const struct arch_protection *protection, size_t index,
                              struct port_region *region)
{
    return host.unit->describe(protection, index, region);
}

void port_protection_load(const struct arch_protection *protection)
{
    host.loaded = *protection;
    host.loads++;
}
