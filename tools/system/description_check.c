// SPDX-License-Identifier: Apache-2.0 OR MIT
/** Rules about several elements of a system file. */
#include <inttypes.h>
#include <string.h>

#include "description.h"

static void domains_check(struct description *description, struct remarks *remarks);
static void children_check(const struct description *description, struct remarks *remarks);
static void ids_check(const struct description *description, struct remarks *remarks);
static void channels_check(const struct description *description, struct remarks *remarks);
static void regions_check(const struct description *description, const struct target *target,
                          struct remarks *remarks);
static void references_find(struct description *description, struct remarks *remarks);
static void maps_check(const struct protection_domain *domain, const struct target *target,
                       struct remarks *remarks);

void description_check(struct description *description, const struct target *target,
                       struct remarks *remarks)
{
    if (description->at.row == 0) {
        return; // There is no system.
    }
    domains_check(description, remarks);
    references_find(description, remarks);
    if (description->domain_count > DOMAINS_MAX) {
        return; // What follows compares each with each.
    }
    children_check(description, remarks);
    ids_check(description, remarks);
    channels_check(description, remarks);
    services_check(description, remarks);
    regions_check(description, target, remarks);
    for (size_t index = 0; index < description->domain_count; index++) {
        maps_check(&description->domains[index], target, remarks);
    }
    for (size_t index = 0; index < description->region_count; index++) {
        const struct memory_region *region = &description->regions[index];
        if (!region->is_mapped && region->name != NULL) {
            remark_warning(remarks, region->at, "memory region '%s' is not mapped", region->name);
        }
    }
}

static bool names_are_equal(const char *left, const char *right)
{
    return left != NULL && right != NULL && strcmp(left, right) == 0;
}

static void domains_check(struct description *description, struct remarks *remarks)
{
    if (description->domain_count == 0) {
        remark_error(remarks, description->at, REMARK_COLON,
                     "at least one protection domain must be defined");
    }
    if (description->domain_count > DOMAINS_MAX) {
        remark_error(remarks, description->at, REMARK_AT,
                     "too many protection domains (%zu) defined. Maximum is %d.",
                     description->domain_count, DOMAINS_MAX);
        return;
    }
    for (size_t index = 0; index < description->domain_count; index++) {
        const struct protection_domain *domain = &description->domains[index];
        for (size_t former = 0; former < index; former++) {
            if (names_are_equal(description->domains[former].name, domain->name)) {
                remark_error(remarks, domain->at, REMARK_AT,
                             "duplicate protection domain name '%s'.", domain->name);
                break;
            }
        }
    }
}

static void children_check(const struct description *description, struct remarks *remarks)
{
    for (size_t index = 0; index < description->domain_count; index++) {
        const struct protection_domain *domain = &description->domains[index];
        if (domain->parent == NULL || !domain->id.is_given) {
            continue;
        }
        for (size_t former = 0; former < index; former++) {
            const struct protection_domain *other = &description->domains[former];
            if (other->parent == domain->parent && other->id.is_given &&
                other->id.value == domain->id.value) {
                remark_error(remarks, domain->at, REMARK_AT,
                             "duplicate id: %" PRIu64 " in protection domain: '%s'",
                             domain->id.value,
                             domain->parent->name == NULL ? "" : domain->parent->name);
                break;
            }
        }
    }
}

/// Notes an id of a domain; one that is in use becomes a remark.
static void id_take(const struct protection_domain *domain, struct number id, struct location at,
                    uint64_t *used, struct remarks *remarks)
{
    if (!id.is_given) {
        return;
    }
    const uint64_t bit = UINT64_C(1) << id.value;
    if ((*used & bit) != 0) {
        remark_error(remarks, at, REMARK_AT,
                     "duplicate channel id: %" PRIu64 " in protection domain: '%s'", id.value,
                     domain->name == NULL ? "" : domain->name);
    }
    *used |= bit;
}

static void irqs_check(const struct description *description,
                       const struct protection_domain *domain, struct remarks *remarks)
{
    for (size_t index = 0; index < domain->irq_count; index++) {
        const struct irq *irq = &domain->irqs[index];
        bool is_taken = false;
        for (const struct protection_domain *other = description->domains;
             irq->irq.is_given && other <= domain; other++) {
            const size_t count = other == domain ? index : other->irq_count;
            for (size_t former = 0; former < count; former++) {
                is_taken = is_taken || (other->irqs[former].irq.is_given &&
                                        other->irqs[former].irq.value == irq->irq.value);
            }
        }
        if (is_taken) {
            remark_error(remarks, irq->at, REMARK_AT,
                         "duplicate irq: %" PRIu64 " in protection domain: '%s'", irq->irq.value,
                         domain->name == NULL ? "" : domain->name);
        }
    }
}

static void ids_check(const struct description *description, struct remarks *remarks)
{
    for (size_t index = 0; index < description->domain_count; index++) {
        const struct protection_domain *domain = &description->domains[index];
        irqs_check(description, domain, remarks);
        uint64_t used = 0;
        for (size_t offer = 0; offer < domain->offer_count; offer++) {
            id_take(domain, domain->offers[offer].id, domain->offers[offer].at, &used, remarks);
        }
        for (size_t irq = 0; irq < domain->irq_count; irq++) {
            id_take(domain, domain->irqs[irq].id, domain->irqs[irq].at, &used, remarks);
        }
        for (size_t channel = 0; channel < description->channel_count; channel++) {
            for (size_t end = 0; end < 2; end++) {
                const struct channel_end *own = &description->channels[channel].ends[end];
                if (own->domain == domain) {
                    id_take(domain, own->id, own->at, &used, remarks);
                }
            }
        }
    }
}

static void channels_check(const struct description *description, struct remarks *remarks)
{
    for (size_t index = 0; index < description->channel_count; index++) {
        const struct channel *channel = &description->channels[index];
        for (size_t end = 0; end < 2; end++) {
            const struct protection_domain *from = channel->ends[end].domain;
            const struct protection_domain *to = channel->ends[1 - end].domain;
            if (!channel->is_whole || !channel->ends[end].is_pp || from == NULL || to == NULL ||
                from->priority.is_bad || to->priority.is_bad) {
                continue;
            }
            const uint64_t from_priority = number_or(from->priority, 0);
            const uint64_t to_priority = number_or(to->priority, 0);
            if (from_priority >= to_priority) {
                remark_error(remarks, channel->at, REMARK_AT,
                             "PPCs must be to protection domains of strictly higher priorities; "
                             "channel with PPC exists from pd %s (priority: %" PRIu64
                             ") to pd %s (priority: %" PRIu64 ")",
                             from->name, from_priority, to->name, to_priority);
            }
        }
    }
}

static void regions_check(const struct description *description, const struct target *target,
                          struct remarks *remarks)
{
    (void)target;
    for (size_t index = 0; index < description->region_count; index++) {
        const struct memory_region *region = &description->regions[index];
        bool is_twice = false;
        bool is_overlapping = false;
        for (size_t former = 0; former < index; former++) {
            const struct memory_region *other = &description->regions[former];
            if (!is_twice && names_are_equal(region->name, other->name)) {
                is_twice = true;
                remark_error(remarks, region->at, REMARK_AT, "duplicate memory region name '%s'.",
                             region->name);
            }
            if (is_overlapping || !region->phys_addr.is_given || !other->phys_addr.is_given ||
                !region->size.is_given || !other->size.is_given) {
                continue;
            }
            const uint64_t base = region->phys_addr.value;
            const uint64_t end = base + region->size.value;
            const uint64_t other_base = other->phys_addr.value;
            const uint64_t other_end = other_base + other->size.value;
            if (base < other_end && other_base < end) {
                is_overlapping = true;
                remark_error(remarks, region->at, REMARK_AT,
                             "memory region '%s' physical address range [0x%" PRIx64 "..0x%" PRIx64
                             ") overlaps with another memory region '%s' [0x%" PRIx64 "..0x%" PRIx64
                             ")",
                             region->name == NULL ? "" : region->name, base, end,
                             other->name == NULL ? "" : other->name, other_base, other_end);
            }
        }
    }
}

static struct memory_region *region_find(const struct description *description, const char *name)
{
    for (size_t index = 0; index < description->region_count; index++) {
        if (names_are_equal(description->regions[index].name, name)) {
            return &description->regions[index];
        }
    }
    return NULL;
}

static void references_find(struct description *description, struct remarks *remarks)
{
    for (size_t index = 0; index < description->domain_count; index++) {
        struct protection_domain *domain = &description->domains[index];
        for (size_t map_index = 0; map_index < domain->map_count; map_index++) {
            struct map *map = &domain->maps[map_index];
            map->region = region_find(description, map->mr);
            if (map->region != NULL) {
                map->region->is_mapped = true;
            } else if (map->mr != NULL) {
                remark_error(remarks, map->at, REMARK_AT,
                             "invalid memory region name '%s' on 'map'", map->mr);
            }
        }
        for (size_t setvar_index = 0; setvar_index < domain->setvar_count; setvar_index++) {
            struct setvar *setvar = &domain->setvars[setvar_index];
            if (setvar->kind == SETVAR_VALUE) {
                continue;
            }
            setvar->region = region_find(description, setvar->region_name);
            if (setvar->region == NULL && setvar->kind == SETVAR_PADDR) {
                remark_error(remarks, setvar->at, REMARK_AT,
                             "invalid memory region name '%s' on 'setvar'", setvar->region_name);
            }
            if (setvar->region != NULL && setvar->kind == SETVAR_PREFILL_SIZE &&
                setvar->region->prefill_path == NULL) {
                remark_error(remarks, setvar->at, REMARK_AT,
                             "'setvar_prefill_size' used for MR without a `prefill_path`");
            }
        }
    }
}

static bool map_is_placed(const struct map *map)
{
    return map->vaddr.is_given && map->region != NULL && map->region->size.is_given;
}

static void map_range_check(const struct map *map, const struct target *target,
                            struct remarks *remarks)
{
    const uint64_t bytes = map->region->size.value;
    const uint64_t page_bytes = number_or(map->region->page_size, PAGE_BYTES);
    if (target->has_pages && map->vaddr.value % page_bytes != 0) {
        remark_error(remarks, map->at, REMARK_AT, "invalid vaddr alignment on 'map'");
    }
    if (bytes > UINT64_MAX - map->vaddr.value) {
        remark_error(remarks, map->at, REMARK_AT, "map for '%s' has address range that overflows",
                     map->mr);
    } else if (map->vaddr.value + bytes > target->address_end) {
        remark_error(remarks, map->at, REMARK_AT,
                     "map for '%s' has virtual address range [0x%" PRIx64 "..0x%" PRIx64
                     ") which exceeds valid address space [0x0..0x%" PRIx64 ")",
                     map->mr, map->vaddr.value, map->vaddr.value + bytes, target->address_end);
    }
}

static void maps_check(const struct protection_domain *domain, const struct target *target,
                       struct remarks *remarks)
{
    for (size_t index = 0; index < domain->map_count; index++) {
        const struct map *map = &domain->maps[index];
        if (!map_is_placed(map)) {
            continue;
        }
        map_range_check(map, target, remarks);
        const uint64_t base = map->vaddr.value;
        const uint64_t bytes = map->region->size.value;
        for (size_t former = 0; former < index; former++) {
            const struct map *other = &domain->maps[former];
            if (!map_is_placed(other)) {
                continue;
            }
            const uint64_t other_base = other->vaddr.value;
            const uint64_t other_bytes = other->region->size.value;
            // The distance of the two, so that no sum can overflow.
            const bool is_overlapping =
                base >= other_base ? base - other_base < other_bytes : other_base - base < bytes;
            if (is_overlapping) {
                remark_error(remarks, map->at, REMARK_AT,
                             "map for '%s' has virtual address range [0x%" PRIx64 "..0x%" PRIx64
                             ") which overlaps with map for '%s' [0x%" PRIx64 "..0x%" PRIx64
                             ") in protection domain '%s'",
                             map->mr, base, base + bytes, other->mr, other_base,
                             other_base + other_bytes, domain->name == NULL ? "" : domain->name);
                break;
            }
        }
    }
}
