// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "flash_map.h"

#include <stdlib.h>
#include <string.h>

#include <abi/tbf.h>

#include "status.h"
#include "tbf_create.h"
#include "tbf_image.h"

static uint64_t range_end(struct address_range range)
{
    return range.base + range.length_bytes;
}

static bool gap_is_fillable(uint64_t gap_bytes)
{
    return gap_bytes == 0 || gap_bytes >= TBF_BASE_HEADER_BYTES;
}

bool address_range_is_inside(struct address_range inner, struct address_range outer)
{
    return inner.base >= outer.base &&
           range_is_inside(inner.base - outer.base, inner.length_bytes, outer.length_bytes);
}

bool address_ranges_overlap(struct address_range left, struct address_range right)
{
    return left.length_bytes != 0 && right.length_bytes != 0 && left.base < range_end(right) &&
           right.base < range_end(left);
}

uint64_t flash_map_end(const struct flash_map *map)
{
    if (map->placement_count == 0) {
        return map->flash.base;
    }
    return range_end(map->placements[map->placement_count - 1].flash);
}

bool flash_map_is_free(const struct flash_map *map, struct address_range range)
{
    if (!address_range_is_inside(range, map->flash)) {
        return false;
    }
    uint64_t previous_end = map->flash.base;
    for (size_t index = 0; index < map->placement_count; index++) {
        struct address_range placed = map->placements[index].flash;
        if (address_ranges_overlap(range, placed)) {
            return false;
        }
        if (placed.base >= range_end(range)) {
            return gap_is_fillable(range.base - previous_end) &&
                   gap_is_fillable(placed.base - range_end(range));
        }
        previous_end = range_end(placed);
    }
    return gap_is_fillable(range.base - previous_end);
}

bool flash_map_find(const struct flash_map *map, uint64_t length_bytes, uint64_t alignment,
                    uint64_t *base)
{
    uint64_t end = flash_map_end(map);
    uint64_t found = (end + alignment - 1) & ~(alignment - 1);
    while (!gap_is_fillable(found - end)) {
        found += alignment;
    }
    if (!address_range_is_inside((struct address_range){found, length_bytes}, map->flash)) {
        return false;
    }
    *base = found;
    return true;
}

bool flash_map_ram_is_free(const struct flash_map *map, struct address_range ram)
{
    if (!address_range_is_inside(ram, map->ram)) {
        return false;
    }
    for (size_t index = 0; index < map->placement_count; index++) {
        struct address_range used = map->placements[index].ram;
        if (address_ranges_overlap(ram, used) ||
            (used.length_bytes != 0 && used.base == ram.base)) {
            return false;
        }
    }
    return true;
}

void flash_map_place(struct flash_map *map, struct placement placement)
{
    size_t count = map->placement_count + 1;
    struct placement *placements = realloc(map->placements, count * sizeof(*placements));
    if (placements == NULL) {
        status_out_of_memory();
    }
    size_t index = map->placement_count;
    while (index > 0 && placements[index - 1].flash.base > placement.flash.base) {
        index--;
    }
    memmove(&placements[index + 1], &placements[index],
            (map->placement_count - index) * sizeof(*placements));
    placements[index] = placement;
    map->placements = placements;
    map->placement_count = count;
}

void flash_map_write(const struct flash_map *map, struct buffer *content)
{
    uint64_t end = map->flash.base;
    for (size_t index = 0; index < map->placement_count; index++) {
        const struct placement *placement = &map->placements[index];
        if (placement->flash.base != end) {
            tbf_padding_append(content, (uint32_t)(placement->flash.base - end));
        }
        buffer_append(content, placement->content);
        buffer_fill(content, (size_t)placement->flash.length_bytes - placement->content.length,
                    TBF_ERASED_BYTE);
        end = range_end(placement->flash);
    }
}

void flash_map_free(struct flash_map *map)
{
    free(map->placements);
    *map = (struct flash_map){0};
}
