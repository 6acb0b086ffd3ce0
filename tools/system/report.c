// SPDX-License-Identifier: Apache-2.0 OR MIT
/** What a system is, for people. */
#include <inttypes.h>

#include "plan.h"
#include "text.h"

static void domain_report(const struct plan *plan, size_t number, struct buffer *text);
static void channels_report(const struct plan *plan, struct buffer *text);
static void regions_report(const struct plan *plan, struct buffer *text);

void report_write(const struct plan *plan, struct buffer *text)
{
    struct buffer plain = {0};
    buffer_print(&plain, "system for board %s\n\nprotection domains\n", plan->board->name);
    for (size_t number = 0; number < plan->description->domain_count; number++) {
        domain_report(plan, number, &plain);
    }
    channels_report(plan, &plain);
    regions_report(plan, &plain);

    // Names are foreign; lines are ours.
    struct bytes rest = buffer_bytes(&plain);
    while (rest.length != 0) {
        struct bytes line;
        struct bytes tail;
        (void)text_split(rest, '\n', &line, &tail);
        text_escape(text, line);
        buffer_fill(text, 1, '\n');
        rest = tail;
    }
    buffer_free(&plain);
}

static void range_print(struct buffer *text, struct address_range range)
{
    buffer_print(text, "0x%08" PRIx64 " to 0x%08" PRIx64, range.base,
                 range.base + range.length_bytes - 1);
}

static void domain_report(const struct plan *plan, size_t number, struct buffer *text)
{
    const struct protection_domain *domain = &plan->description->domains[number];
    const struct program_plan *program = &plan->programs[number];
    const uint64_t budget = number_or(domain->budget, BUDGET_DEFAULT_MICROSECONDS);
    buffer_print(text, "  %s: rank %u, %" PRIu64 " us in %" PRIu64 " us%s", domain->name,
                 program->rank, budget, number_or(domain->period, budget),
                 domain->is_passive ? ", passive" : "");
    if (domain->parent != NULL) {
        buffer_print(text, ", child %" PRIu64 " of %s", domain->id.value, domain->parent->name);
    }
    buffer_print(text, "\n    image   ");
    range_print(text, program->flash);
    buffer_print(text, "  %s, %s\n    memory  ", domain->path,
                 program->is_packed        ? "as packed"
                 : program->is_relocatable ? "linked here"
                                           : "as linked");
    range_print(text, program->memory.all);
    buffer_print(text, "  %" PRIu64 " bytes for the program\n", program->memory_bytes);
    uint64_t entries = 0;
    for (size_t index = 0; index < domain->map_count; index++) {
        const struct map *map = &domain->maps[index];
        const struct region_plan *placed = plan_region(plan, map->region);
        buffer_print(text, "    map     ");
        range_print(text, placed->range);
        buffer_print(text, "  %s, %s%s%s%s\n", map->mr,
                     (map->permissions & PERMISSION_READ) != 0 ? "r" : "",
                     (map->permissions & PERMISSION_WRITE) != 0 ? "w" : "",
                     (map->permissions & PERMISSION_EXECUTE) != 0 ? "x" : "",
                     placed->is_device ? ", device" : "");
        entries += placed->entries;
    }
    for (size_t index = 0; index < domain->irq_count; index++) {
        buffer_print(text, "    irq     %" PRIu64 " as channel %" PRIu64 "\n",
                     domain->irqs[index].irq.value, domain->irqs[index].id.value);
    }
    buffer_print(text,
                 "    protection unit: %" PRIu64 " of %" PRIu64 " entries (image %" PRIu64
                 ", memory %" PRIu64 ", maps %" PRIu64 ")\n",
                 program->image_entries + program->memory_entries + entries,
                 plan->board->unit_entries, program->image_entries, program->memory_entries,
                 entries);
}

/// Whether who is offered the service seeks it.
static bool offer_is_taken(const struct offer *offer)
{
    for (size_t number = 0; number < offer->seeker->seek_count; number++) {
        if (offer->seeker->seeks[number].offer == offer) {
            return true;
        }
    }
    return false;
}

static void channels_report(const struct plan *plan, struct buffer *text)
{
    buffer_print(text, "\nwho may talk to whom\n");
    for (size_t index = 0; index < plan->description->channel_count; index++) {
        const struct channel_end *ends = plan->description->channels[index].ends;
        for (size_t end = 0; end < 2; end++) {
            const struct channel_end *own = &ends[end];
            const struct channel_end *other = &ends[1 - end];
            if (own->is_pp || own->is_notify) {
                buffer_print(text, "  %s (%" PRIu64 ") %s %s (%" PRIu64 ")\n", own->domain->name,
                             own->id.value,
                             own->is_pp && own->is_notify ? "calls and notifies"
                             : own->is_pp                 ? "calls"
                                                          : "notifies",
                             other->domain->name, other->id.value);
            }
        }
    }
    for (size_t index = 0; index < plan->description->domain_count; index++) {
        const struct protection_domain *domain = &plan->description->domains[index];
        for (size_t number = 0; number < domain->offer_count; number++) {
            const struct offer *offer = &domain->offers[number];
            if (offer_is_taken(offer)) {
                buffer_print(text, "  %s may connect to service %s and call %s (%" PRIu64 ")\n",
                             offer->pd, offer->service, domain->name, offer->id.value);
            }
        }
        if (domain->parent != NULL) {
            buffer_print(text, "  %s stops, restarts and gets the faults of %s (%" PRIu64 ")\n",
                         domain->parent->name, domain->name, domain->id.value);
        }
    }
}

static void regions_report(const struct plan *plan, struct buffer *text)
{
    buffer_print(text, "\nwho sees which memory\n");
    for (size_t index = 0; index < plan->description->region_count; index++) {
        const struct memory_region *region = &plan->description->regions[index];
        const struct region_plan *placed = &plan->regions[index];
        buffer_print(text, "  %s ", region->name);
        range_print(text, placed->range);
        if (placed->range.length_bytes != region->size.value) {
            buffer_print(text, " (%" PRIu64 " bytes asked for)", region->size.value);
        }
        if (placed->is_device) {
            buffer_print(text, ", device %s%s", placed->device->name,
                         placed->device->is_trusted ? ", which reaches all memory" : "");
        }
        if (region->prefill.length != 0) {
            buffer_print(text, ", filled with %zu bytes of %s", region->prefill.length,
                         region->prefill_path);
        }
        const char *separator = ":";
        for (size_t number = 0; number < plan->description->domain_count; number++) {
            const struct protection_domain *domain = &plan->description->domains[number];
            for (size_t map = 0; map < domain->map_count; map++) {
                if (domain->maps[map].region == region) {
                    buffer_print(text, "%s %s%s", separator, domain->name,
                                 (domain->maps[map].permissions & PERMISSION_WRITE) != 0
                                     ? " writes"
                                     : " reads");
                    separator = ",";
                }
            }
        }
        buffer_print(text, "%s\n", separator[0] == ':' ? ": nobody" : "");
    }
}
