// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "plan.h"

#include <inttypes.h>

#include <abi/system.h>

static void ranks_give(struct plan *plan);
static void domain_check(struct plan *plan, const struct protection_domain *domain);

void plan_begin(struct plan *plan)
{
    const struct description *description = plan->description;
    plan->regions = arena_take(&plan->arena, description->region_count, sizeof *plan->regions);
    plan->programs = arena_take(&plan->arena, description->domain_count, sizeof *plan->programs);
    ranks_give(plan);
    if (description->domain_count > plan->board->process_count) {
        remark_error(plan->remarks, description->at, REMARK_AT,
                     "too many protection domains (%zu) for board '%s'. Maximum is %" PRIu64 ".",
                     description->domain_count, plan->board->name, plan->board->process_count);
    }
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

/// The kernel takes no table with other budgets.
static void domain_time_check(struct plan *plan, const struct protection_domain *domain)
{
    const uint64_t budget = number_or(domain->budget, BUDGET_DEFAULT_MICROSECONDS);
    const uint64_t period = number_or(domain->period, budget);
    if (budget < SYSTEM_BUDGET_MICROSECONDS_MIN) {
        remark_on(plan->remarks, domain->at, "protection_domain",
                  "budget (%" PRIu64 ") must be at least %d on board '%s'", budget,
                  SYSTEM_BUDGET_MICROSECONDS_MIN, plan->board->name);
    }
    if (period > SYSTEM_PERIOD_MICROSECONDS_MAX) {
        remark_on(plan->remarks, domain->at, "protection_domain",
                  "period (%" PRIu64 ") must be at most %d on board '%s'", period,
                  SYSTEM_PERIOD_MICROSECONDS_MAX, plan->board->name);
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

/// Makes the domain's part of the protection unit, without maps. That of a program without a place,
/// or one that cannot be covered, which has its remark, is the least.
static struct unit_program program_make(struct plan *plan, const struct protection_domain *domain)
{
    struct program_plan *program = &plan->programs[plan_number(plan, domain)];
    const struct unit_program least = unit_program_least(plan->board);
    struct unit_program made;
    program->image_entries = 1;
    program->memory_entries = plan->board->unit_entries - 1 - unit_entries_left(&least);
    if (program->flash.length_bytes == 0 || program->memory.all.length_bytes == 0) {
        return least;
    }
    if (!unit_program_make(plan->board, program->flash, &program->memory, program->memory_bytes,
                           &made)) {
        remark_on(plan->remarks, domain->image_at, "program_image",
                  "the protection unit of board '%s' cannot cover the image of '%s', [0x%" PRIx64
                  "..0x%" PRIx64 "); it could with 0x%" PRIx64 " bytes from a multiple of that on",
                  plan->board->name, domain->path, program->flash.base,
                  program->flash.base + program->flash.length_bytes,
                  unit_alignment(plan->board, program->flash.length_bytes));
        return least;
    }
    program->image_entries += unit_entries_left(&least) - unit_entries_left(&made);
    return made;
}

/// Prints how many entries a map takes, and if it need not be so many, what would take one.
static void map_entries_print(const struct plan *plan, const struct map *map, struct buffer *list)
{
    const struct region_plan *placed = plan_region(plan, map->region);
    buffer_print(list, ", map '%s' %" PRIu64, map->mr, placed->entries);
    const uint64_t alignment = unit_alignment(plan->board, map->region->size.value);
    struct address_range one;
    if (placed->entries > 1 &&
        unit_range_find(plan->board, placed->range.base / alignment * alignment,
                        map->region->size.value, 1, &one)) {
        buffer_print(list, " (1 with 0x%" PRIx64 " bytes at a multiple of 0x%" PRIx64 ")",
                     one.length_bytes, alignment);
    }
}

/// Looks at the maps of a domain, and whether the protection unit has entries for all of them. They
/// are listed when there are too many.
static void domain_check(struct plan *plan, const struct protection_domain *domain)
{
    domain_irqs_check(plan, domain);
    domain_time_check(plan, domain);
    const struct board *board = plan->board;
    struct unit_program program = program_make(plan, domain);
    const uint64_t image_entries = plan->programs[plan_number(plan, domain)].image_entries;
    const uint64_t memory_entries = plan->programs[plan_number(plan, domain)].memory_entries;
    uint64_t entries = image_entries + memory_entries;
    struct buffer list = {0};
    bool has_room = true;
    for (size_t index = 0; index < domain->map_count; index++) {
        const struct map *map = &domain->maps[index];
        if (map->region == NULL) {
            continue;
        }
        map_check(plan, domain, map, index);
        const struct region_plan *placed = plan_region(plan, map->region);
        if (placed->range.length_bytes != 0) {
            has_room = unit_map_add(&program, placed->range, 0) && has_room;
            entries += placed->entries;
            map_entries_print(plan, map, &list);
        }
    }
    if (!has_room) {
        remark_error(plan->remarks, domain->at, REMARK_AT,
                     "protection domain '%s' needs %" PRIu64
                     " entries of the protection unit, and a program on board '%s' has %" PRIu64
                     ": image %" PRIu64 "%s, stack and data with the IPC buffer %" PRIu64 "%s",
                     domain->name == NULL ? "" : domain->name, entries, board->name,
                     board->unit_entries, image_entries,
                     image_entries > 1 ? " (1 as a relocatable file)" : "", memory_entries,
                     buffer_string(&list));
    }
    buffer_free(&list);
}
