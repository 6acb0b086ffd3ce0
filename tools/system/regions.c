// SPDX-License-Identifier: Apache-2.0 OR MIT
/** Where memory regions lie. */
#include <inttypes.h>

#include "plan.h"

enum { MAP_ENTRIES_MAX = 2 }; ///< of the protection unit

/// Where a region must lie, or had better.
struct wish {
    bool is_must;
    bool is_may;
    uint64_t base;
    struct location at; ///< of what says so
    const char *what;
};

static struct wish wish_find(struct plan *plan, const struct memory_region *region);
static void fixed_place(struct plan *plan, size_t number, struct wish wish);
static void free_place(struct plan *plan, size_t number);

void regions_place(struct plan *plan)
{
    // What has its place comes first, then the others, those that need the most alignment first.
    const size_t count = plan->description->region_count;
    for (size_t number = 0; number < count; number++) {
        const struct memory_region *region = &plan->description->regions[number];
        const struct wish wish = wish_find(plan, region);
        if (region->size.is_given && wish.is_must) {
            fixed_place(plan, number, wish);
        }
    }
    for (size_t number = 0; number < count; number++) {
        const struct memory_region *region = &plan->description->regions[number];
        const struct wish wish = wish_find(plan, region);
        if (region->size.is_given && !wish.is_must && wish.is_may) {
            fixed_place(plan, number, wish);
        }
    }
    for (;;) {
        size_t next = count;
        uint64_t next_alignment = 0;
        for (size_t number = 0; number < count; number++) {
            const struct memory_region *region = &plan->description->regions[number];
            if (!region->size.is_given || plan->regions[number].entries != 0) {
                continue;
            }
            const uint64_t alignment = unit_alignment(plan->board, region->size.value);
            if (alignment > next_alignment) {
                next = number;
                next_alignment = alignment;
            }
        }
        if (next == count) {
            break;
        }
        free_place(plan, next);
    }
}

static struct wish wish_find(struct plan *plan, const struct memory_region *region)
{
    struct wish wish = {0};
    if (region->phys_addr.is_given) {
        return (struct wish){
            .is_must = true,
            .base = region->phys_addr.value,
            .at = region->at,
            .what = "phys_addr",
        };
    }
    for (size_t index = 0; index < plan->description->domain_count; index++) {
        const struct protection_domain *domain = &plan->description->domains[index];
        for (size_t map_index = 0; map_index < domain->map_count; map_index++) {
            const struct map *map = &domain->maps[map_index];
            if (map->region != region || !map->vaddr.is_given || wish.is_must) {
                continue;
            }
            wish = (struct wish){
                .is_must = map->setvar_vaddr == NULL,
                .is_may = true,
                .base = map->vaddr.value,
                .at = map->at,
                .what = "vaddr",
            };
        }
    }
    return wish;
}

/// Finds the device that a range lies in, or null.
static const struct board_device *device_find(const struct board *board, struct address_range range)
{
    for (const struct board_device *device = board->devices; device != NULL;
         device = device->next) {
        if (address_range_is_inside(range, device->range)) {
            return device;
        }
    }
    return NULL;
}

static bool range_is_free(const struct plan *plan, struct address_range range)
{
    for (size_t number = 0; number < plan->description->region_count; number++) {
        if (address_ranges_overlap(range, plan->regions[number].range)) {
            return false;
        }
    }
    return true;
}

/// Places a region on free memory or a device. False: with so many entries it is neither.
static bool range_try(struct plan *plan, size_t number, struct address_range range,
                      uint64_t entries)
{
    const struct board_device *device = device_find(plan->board, range);
    if (!range_is_free(plan, range) ||
        (device == NULL && !address_range_is_inside(range, plan->board->regions))) {
        return false;
    }
    plan->regions[number] = (struct region_plan){
        .range = range,
        .is_device = device != NULL,
        .device = device,
        .entries = entries,
    };
    return true;
}

static void fixed_place(struct plan *plan, size_t number, struct wish wish)
{
    const struct memory_region *region = &plan->description->regions[number];
    const struct board *board = plan->board;
    struct address_range range = {wish.base, region->size.value};
    bool is_coverable = false;
    for (uint64_t entries = 1; entries <= MAP_ENTRIES_MAX; entries++) {
        if (!unit_range_find(board, wish.base, region->size.value, entries, &range)) {
            continue;
        }
        is_coverable = true;
        if (range_try(plan, number, range, entries)) {
            return;
        }
    }
    if (!wish.is_must) {
        return; // The program learns where it is.
    }
    plan->regions[number].entries = 1; // Do not try it elsewhere.
    if (!is_coverable) {
        remark_error(plan->remarks, wish.at, REMARK_AT,
                     "the protection unit of board '%s' cannot cover 0x%" PRIx64
                     " bytes of memory region '%s' from %s 0x%" PRIx64 "; a multiple of 0x%" PRIx64
                     " would do",
                     board->name, region->size.value, region->name == NULL ? "" : region->name,
                     wish.what, wish.base, unit_alignment(board, region->size.value));
        return;
    }
    remark_error(plan->remarks, wish.at, REMARK_AT,
                 "%s 0x%" PRIx64 " of memory region '%s' is no free memory of board '%s': "
                 "[0x%" PRIx64 "..0x%" PRIx64 ") does not lie in [0x%" PRIx64 "..0x%" PRIx64
                 "), or another region lies there%s",
                 wish.what, wish.base, region->name == NULL ? "" : region->name, board->name,
                 range.base, range.base + range.length_bytes, board->regions.base,
                 board->regions.base + board->regions.length_bytes,
                 wish.what[0] == 'v'
                     ? "; addresses are those of the memory here: with setvar_vaddr the tool "
                       "chooses one and tells the program"
                     : ", nor is it a device that programs may have");
}

static void free_place(struct plan *plan, size_t number)
{
    const struct memory_region *region = &plan->description->regions[number];
    const struct address_range memory = plan->board->regions;
    const uint64_t alignment = unit_alignment(plan->board, region->size.value);
    plan->regions[number].entries = 1; // It is tried once.

    // The lowest place: the start of the memory, or behind a region.
    struct address_range best = {UINT64_MAX, 0};
    for (size_t other = 0; other <= plan->description->region_count; other++) {
        uint64_t base = memory.base;
        if (other < plan->description->region_count) {
            const struct region_plan *placed = &plan->regions[other];
            base = placed->range.base + placed->range.length_bytes;
        }
        base = (base + alignment - 1) / alignment * alignment;
        struct address_range range;
        if (base < best.base && unit_range_find(plan->board, base, region->size.value, 1, &range) &&
            range_is_free(plan, range) && address_range_is_inside(range, memory)) {
            best = range;
        }
    }
    if (best.length_bytes == 0) {
        remark_error(
            plan->remarks, region->at, REMARK_AT,
            "no free memory on board '%s' for the 0x%" PRIx64 " bytes of memory region '%s'",
            plan->board->name, region->size.value, region->name == NULL ? "" : region->name);
        return;
    }
    plan->regions[number] = (struct region_plan){.range = best, .entries = 1};
}
