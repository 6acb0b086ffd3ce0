// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "plan.h"

#include <inttypes.h>

static void ranks_give(struct plan *plan);
static void domain_check(struct plan *plan, const struct protection_domain *domain);

enum {
    ENTRIES_IMAGE = 1, ///< of the protection unit, for its image
    ENTRIES_MEMORY = 2,
};

void plan_begin(struct plan *plan)
{
    const struct description *description = plan->description;
    plan->regions = arena_take(&plan->arena, description->region_count, sizeof *plan->regions);
    plan->programs = arena_take(&plan->arena, description->domain_count, sizeof *plan->programs);
    ranks_give(plan);
}

void plan_free(struct plan *plan)
{
    for (size_t number = 0; number < plan->description->domain_count; number++) {
        buffer_free(&plan->programs[number].elf);
        buffer_free(&plan->programs[number].symbols);
        buffer_free(&plan->programs[number].object);
    }
    arena_free(&plan->arena);
}

void plan_check(struct plan *plan)
{
    for (size_t number = 0; number < plan->description->domain_count; number++) {
        domain_check(plan, &plan->description->domains[number]);
    }
}

const struct region_plan *plan_region(const struct plan *plan, const struct memory_region *region)
{
    return &plan->regions[region - plan->description->regions];
}

size_t plan_number(const struct plan *plan, const struct protection_domain *domain)
{
    return (size_t)(domain - plan->description->domains);
}

/// Gives each priority that occurs a rank, the highest the most urgent one.
static void ranks_give(struct plan *plan)
{
    const struct description *description = plan->description;
    bool occurs[PRIORITY_MAX + 1] = {false};
    for (size_t number = 0; number < description->domain_count; number++) {
        const uint64_t priority = number_or(description->domains[number].priority, 0);
        if (priority <= PRIORITY_MAX) {
            occurs[priority] = true;
        }
    }
    uint8_t ranks[PRIORITY_MAX + 1] = {0};
    size_t count = 0;
    for (size_t priority = PRIORITY_MAX + 1; priority-- > 0;) {
        if (occurs[priority]) {
            ranks[priority] = (uint8_t)count++;
        }
    }
    if (count > RANK_COUNT) {
        remark_error(plan->remarks, description->at, REMARK_AT,
                     "too many different priorities (%zu). Maximum is %d.", count, RANK_COUNT);
    }
    for (size_t number = 0; number < description->domain_count; number++) {
        const uint64_t priority = number_or(description->domains[number].priority, 0);
        plan->programs[number].rank = priority <= PRIORITY_MAX ? ranks[priority] : 0;
    }
}

static void domain_irqs_check(struct plan *plan, const struct protection_domain *domain)
{
    for (size_t index = 0; index < domain->irq_count; index++) {
        const struct irq *irq = &domain->irqs[index];
        if (irq->irq.is_given && !board_has_line(plan->board, irq->irq.value)) {
            remark_error(plan->remarks, irq->at, REMARK_AT,
                         "irq %" PRIu64 " is none that programs may have on board '%s'",
                         irq->irq.value, plan->board->name);
        }
    }
}

static void map_check(struct plan *plan, const struct protection_domain *domain,
                      const struct map *map, size_t index)
{
    const struct region_plan *placed = plan_region(plan, map->region);
    if (placed->range.length_bytes == 0) {
        return; // It has its remark.
    }
    if (map->vaddr.is_given && map->setvar_vaddr == NULL &&
        map->vaddr.value != placed->range.base) {
        remark_error(plan->remarks, map->at, REMARK_AT,
                     "vaddr 0x%" PRIx64 " is not where memory region '%s' lies, 0x%" PRIx64
                     "; addresses are those of the memory here: with setvar_vaddr the tool tells "
                     "the program",
                     map->vaddr.value, map->mr, placed->range.base);
    }
    if ((map->permissions & PERMISSION_EXECUTE) != 0 &&
        (map->permissions & PERMISSION_WRITE) != 0) {
        remark_error(plan->remarks, map->at, REMARK_AT,
                     "map for '%s' is writable and executable, which board '%s' does not allow",
                     map->mr, plan->board->name);
    }
    for (size_t former = 0; former < index; former++) {
        if (domain->maps[former].region == map->region) {
            remark_error(plan->remarks, map->at, REMARK_AT,
                         "memory region '%s' is mapped twice in protection domain '%s', which "
                         "needs two addresses",
                         map->mr, domain->name == NULL ? "" : domain->name);
            return;
        }
    }
}

/// Counts the entries of the protection unit. They are listed when there are too many.
static void domain_check(struct plan *plan, const struct protection_domain *domain)
{
    domain_irqs_check(plan, domain);
    uint64_t entries = 0;
    struct buffer list = {0};
    for (size_t index = 0; index < domain->map_count; index++) {
        const struct map *map = &domain->maps[index];
        if (map->region == NULL) {
            continue;
        }
        map_check(plan, domain, map, index);
        const struct region_plan *placed = plan_region(plan, map->region);
        entries += placed->entries;
        buffer_print(&list, ", map '%s' %" PRIu64, map->mr, placed->entries);
    }
    if (entries > plan->board->unit_entries) {
        remark_error(plan->remarks, domain->at, REMARK_AT,
                     "protection domain '%s' needs %" PRIu64
                     " entries of the protection unit for maps, board '%s' has %" PRIu64
                     " beside those of each program: image %d, stack and data with the IPC "
                     "buffer %d%s",
                     domain->name == NULL ? "" : domain->name, entries, plan->board->name,
                     plan->board->unit_entries, ENTRIES_IMAGE, ENTRIES_MEMORY,
                     buffer_string(&list));
    }
    buffer_free(&list);
}
