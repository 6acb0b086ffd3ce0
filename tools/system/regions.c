// SPDX-License-Identifier: Apache-2.0 OR MIT
/** Where memory regions lie. */
#include <inttypes.h>

#include "plan.h"
#include "unit.h"

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
static bool device_place(struct plan *plan, size_t number, uint64_t base);
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
            uint64_t alignment = 0;
            uint64_t covered = 0;
            if (plan->regions[number].range.length_bytes != 0 || !region->size.is_given ||
                plan->regions[number].entries != 0) {
                continue;
            }
            unit_size_fit(plan->board->unit, region->size.value, &alignment, &covered);
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

static bool range_is_free(const struct plan *plan, struct address_range range)
{
    for (size_t number = 0; number < plan->description->region_count; number++) {
        if (address_ranges_overlap(range, plan->regions[number].range)) {
            return false;
        }
    }
    return address_range_is_inside(range, plan->board->regions);
}

static void fixed_place(struct plan *plan, size_t number, struct wish wish)
{
    const struct memory_region *region = &plan->description->regions[number];
    const struct board *board = plan->board;
    if (wish.is_must && device_place(plan, number, wish.base)) {
        return;
    }
    uint64_t covered = 0;
    const bool is_coverable = unit_place_fit(board->unit, wish.base, region->size.value, &covered);
    const struct address_range range = {wish.base, covered};
    if (is_coverable && range_is_free(plan, range)) {
        plan->regions[number] = (struct region_plan){
            .range = range,
            .entries = unit_entries(board->unit, range),
        };
        return;
    }
    if (!wish.is_must) {
        return; // The program learns where it is.
    }
    plan->regions[number].entries = 1; // Do not try it elsewhere.
    if (!is_coverable) {
        uint64_t alignment = 0;
        unit_size_fit(board->unit, region->size.value, &alignment, &covered);
        remark_error(plan->remarks, wish.at, REMARK_AT,
                     "the protection unit of board '%s' cannot cover 0x%" PRIx64
                     " bytes of memory region '%s' from %s 0x%" PRIx64 "; a multiple of 0x%" PRIx64
                     " would do",
                     board->name, region->size.value, region->name == NULL ? "" : region->name,
                     wish.what, wish.base, alignment);
        return;
    }
    remark_error(plan->remarks, wish.at, REMARK_AT,
                 "%s 0x%" PRIx64 " of memory region '%s' is no free memory of board '%s': "
                 "[0x%" PRIx64 "..0x%" PRIx64 ") does not lie in [0x%" PRIx64 "..0x%" PRIx64
                 "), or another region lies there%s",
                 wish.what, wish.base, region->name == NULL ? "" : region->name, board->name,
                 range.base, range.base + covered, board->regions.base,
                 board->regions.base + board->regions.length_bytes,
                 wish.what[0] == 'v'
                     ? "; addresses are those of the memory here: with setvar_vaddr the tool "
                       "chooses one and tells the program"
                     : ", nor is it a device that programs may have");
}

/// Places a region on a device of the board's list. False: there is none.
static bool device_place(struct plan *plan, size_t number, uint64_t base)
{
    const struct memory_region *region = &plan->description->regions[number];
    for (const struct board_device *device = plan->board->devices; device != NULL;
         device = device->next) {
        uint64_t covered = 0;
        if (!unit_place_fit(plan->board->unit, base, region->size.value, &covered)) {
            continue;
        }
        const struct address_range range = {base, covered};
        if (address_range_is_inside(range, device->range)) {
            plan->regions[number] = (struct region_plan){
                .range = range,
                .is_device = true,
                .device = device,
                .entries = unit_entries(plan->board->unit, range),
            };
            return true;
        }
    }
    return false;
}

static void free_place(struct plan *plan, size_t number)
{
    const struct memory_region *region = &plan->description->regions[number];
    const struct address_range memory = plan->board->regions;
    uint64_t alignment = 0;
    struct address_range range = {0};
    unit_size_fit(plan->board->unit, region->size.value, &alignment, &range.length_bytes);
    plan->regions[number].entries = 1;

    // The lowest place: the start of the memory, or behind a region.
    uint64_t best = UINT64_MAX;
    for (size_t other = 0; other <= plan->description->region_count; other++) {
        uint64_t base = memory.base;
        if (other < plan->description->region_count) {
            const struct region_plan *placed = &plan->regions[other];
            base = placed->range.base + placed->range.length_bytes;
        }
        range.base = (base + alignment - 1) / alignment * alignment;
        if (range.base < best && range_is_free(plan, range)) {
            best = range.base;
        }
    }
    if (best == UINT64_MAX) {
        remark_error(
            plan->remarks, region->at, REMARK_AT,
            "no free memory on board '%s' for the 0x%" PRIx64 " bytes of memory region '%s'",
            plan->board->name, region->size.value, region->name == NULL ? "" : region->name);
        return;
    }
    range.base = best;
    plan->regions[number] = (struct region_plan){
        .range = range,
        .entries = unit_entries(plan->board->unit, range),
    };
}
