// SPDX-License-Identifier: Apache-2.0 OR MIT
/** Writes the system description that the kernel reads (abi/system.h). */
#include <stdlib.h>
#include <string.h>

#include <abi/ipc.h>
#include <abi/system.h>

#include "plan.h"

/// Of who may call. No right to send: a message that nobody answers could not be told from a call.
enum { CALL_RIGHTS = IPC_RIGHT_CALL | IPC_RIGHT_GRANT | IPC_RIGHT_GRANT_REPLY };

/// Ranges of the arrays that belong to one row.
struct row_parts {
    struct buffer capabilities;
    struct buffer maps;
    struct buffer sought;
    size_t capability_count; ///< of all rows so far
    size_t map_count;
    size_t sought_count;
};

static size_t capabilities_append(const struct plan *plan, size_t number, struct buffer *table);
static size_t maps_append(const struct plan *plan, size_t number, struct buffer *table);
static size_t services_append(const struct plan *plan, struct buffer *table);
static size_t sought_append(const struct plan *plan, size_t number, struct buffer *table);
static void row_append(const struct plan *plan, size_t number, const struct row_parts *before,
                       const struct row_parts *behind, struct buffer *rows);
static void regions_append(const struct plan *plan, struct buffer *regions, struct buffer *contents,
                           size_t *count);
static void checksum_set(struct buffer *table);

static void array_append(struct buffer *header, size_t offset, size_t count)
{
    buffer_u32(header, (uint32_t)offset);
    buffer_u32(header, (uint32_t)count);
}

size_t system_capability_count(const struct plan *plan, size_t number)
{
    struct buffer unused = {0};
    const size_t count = capabilities_append(plan, number, &unused);
    buffer_free(&unused);
    return count;
}

void system_write(const struct plan *plan, struct buffer *table)
{
    const size_t domain_count = plan->description->domain_count;
    struct row_parts parts = {0};
    struct buffer rows = {0};
    for (size_t number = 0; number < domain_count; number++) {
        const struct row_parts before = parts;
        parts.capability_count += capabilities_append(plan, number, &parts.capabilities);
        parts.map_count += maps_append(plan, number, &parts.maps);
        parts.sought_count += sought_append(plan, number, &parts.sought);
        row_append(plan, number, &before, &parts, &rows);
    }
    struct buffer services = {0};
    const size_t service_count = services_append(plan, &services);
    struct buffer regions = {0};
    struct buffer contents = {0};
    size_t region_count = 0;
    regions_append(plan, &regions, &contents, &region_count);

    const size_t rows_at = sizeof(struct system_header);
    const size_t capabilities_at = rows_at + rows.length;
    const size_t maps_at = capabilities_at + parts.capabilities.length;
    const size_t services_at = maps_at + parts.maps.length;
    const size_t sought_at = services_at + services.length;
    const size_t regions_at = sought_at + parts.sought.length;
    const size_t contents_at = regions_at + regions.length;
    // Until here nobody knew where the contents begin.
    for (size_t index = 0; index < region_count; index++) {
        const size_t field =
            index * sizeof(struct system_region) + offsetof(struct system_region, content_offset);
        const uint32_t offset = bytes_u32(buffer_bytes(&regions), field);
        buffer_overwrite_u32(&regions, field, (uint32_t)(contents_at + offset));
    }

    buffer_u32(table, SYSTEM_MAGIC);
    buffer_u32(table, SYSTEM_VERSION);
    buffer_u32(table, (uint32_t)(contents_at + contents.length));
    buffer_u32(table, 0);
    array_append(table, rows_at, domain_count);
    array_append(table, capabilities_at, parts.capability_count);
    array_append(table, maps_at, parts.map_count);
    array_append(table, services_at, service_count);
    array_append(table, sought_at, parts.sought_count);
    array_append(table, regions_at, region_count);
    buffer_append(table, buffer_bytes(&rows));
    buffer_append(table, buffer_bytes(&parts.capabilities));
    buffer_append(table, buffer_bytes(&parts.maps));
    buffer_append(table, buffer_bytes(&services));
    buffer_append(table, buffer_bytes(&parts.sought));
    buffer_append(table, buffer_bytes(&regions));
    buffer_append(table, buffer_bytes(&contents));
    checksum_set(table);
    buffer_free(&rows);
    buffer_free(&parts.capabilities);
    buffer_free(&parts.maps);
    buffer_free(&services);
    buffer_free(&parts.sought);
    buffer_free(&regions);
    buffer_free(&contents);
}

static void capability_append(struct buffer *table, struct system_capability capability)
{
    buffer_append(table, (struct bytes){&capability.kind, 1});
    buffer_append(table, (struct bytes){&capability.rights, 1});
    buffer_u16(table, capability.target);
    buffer_append(table, (struct bytes){&capability.channel, 1});
    buffer_append(table, (struct bytes){&capability.watch, 1});
    buffer_u16(table, 0);
    buffer_u32(table, capability.badge_low);
    buffer_u32(table, capability.badge_high);
}

/// What one end of a channel may do to the other. The target knows the holder by its own number.
static size_t end_append(const struct plan *plan, const struct channel_end *own,
                         const struct channel_end *other, struct buffer *table)
{
    size_t count = 0;
    const uint64_t id = other->id.value;
    struct system_capability capability = {
        .target = (uint16_t)plan_number(plan, other->domain),
        .channel = (uint8_t)own->id.value,
        .watch = (uint8_t)id,
    };
    if (own->is_notify) {
        capability.kind = IPC_KIND_NOTIFY;
        capability.rights = IPC_RIGHT_SEND | IPC_RIGHT_WATCH;
        capability.badge_low = (uint32_t)(UINT64_C(1) << id);
        capability.badge_high = (uint32_t)(UINT64_C(1) << id >> 32);
        capability_append(table, capability);
        count++;
    }
    if (own->is_pp) {
        const uint64_t badge = IPC_BADGE_CALL | id;
        capability.kind = IPC_KIND_CALL;
        capability.rights = (uint8_t)(CALL_RIGHTS | (own->is_notify ? 0 : IPC_RIGHT_WATCH));
        capability.badge_low = (uint32_t)badge;
        capability.badge_high = (uint32_t)(badge >> 32);
        capability_append(table, capability);
        count++;
    }
    return count;
}

static size_t capabilities_append(const struct plan *plan, size_t number, struct buffer *table)
{
    const struct description *description = plan->description;
    const struct protection_domain *domain = &description->domains[number];
    size_t count = 0;
    for (size_t index = 0; index < description->channel_count; index++) {
        const struct channel *channel = &description->channels[index];
        for (size_t end = 0; end < 2; end++) {
            if (channel->ends[end].domain == domain) {
                count += end_append(plan, &channel->ends[end], &channel->ends[1 - end], table);
            }
        }
    }
    for (size_t index = 0; index < domain->irq_count; index++) {
        const uint64_t bit = UINT64_C(1) << domain->irqs[index].id.value;
        capability_append(table, (struct system_capability){
                                     .kind = IPC_KIND_IRQ,
                                     .target = (uint16_t)domain->irqs[index].irq.value,
                                     .channel = (uint8_t)domain->irqs[index].id.value,
                                     .badge_low = (uint32_t)bit,
                                     .badge_high = (uint32_t)(bit >> 32),
                                 });
        count++;
    }
    for (size_t index = 0; index < description->domain_count; index++) {
        if (description->domains[index].parent == domain) {
            capability_append(table, (struct system_capability){
                                         .kind = IPC_KIND_CHILD,
                                         .target = (uint16_t)index,
                                         .channel = (uint8_t)description->domains[index].id.value,
                                     });
            count++;
        }
    }
    return count;
}

static size_t maps_append(const struct plan *plan, size_t number, struct buffer *table)
{
    const struct protection_domain *domain = &plan->description->domains[number];
    for (size_t index = 0; index < domain->map_count; index++) {
        const struct map *map = &domain->maps[index];
        const struct region_plan *placed = plan_region(plan, map->region);
        uint32_t flags = placed->is_device ? SYSTEM_MAP_DEVICE : 0;
        flags |= (map->permissions & PERMISSION_WRITE) != 0 ? SYSTEM_MAP_WRITE : 0;
        flags |= (map->permissions & PERMISSION_EXECUTE) != 0 ? SYSTEM_MAP_EXECUTE : 0;
        buffer_u32(table, (uint32_t)placed->range.base);
        buffer_u32(table, (uint32_t)placed->range.length_bytes);
        buffer_u32(table, flags);
    }
    return domain->map_count;
}

static void byte_append(struct buffer *table, uint64_t value)
{
    buffer_fill(table, 1, (uint8_t)value);
}

static void name_append(struct buffer *table, const char *name)
{
    const size_t name_bytes = strlen(name);
    buffer_append(table, bytes_from_string(name));
    buffer_fill(table, SYSTEM_NAME_BYTES_MAX - name_bytes, 0);
    byte_append(table, name_bytes);
}

static size_t services_append(const struct plan *plan, struct buffer *table)
{
    size_t count = 0;
    for (size_t number = 0; number < plan->description->domain_count; number++) {
        const struct protection_domain *domain = &plan->description->domains[number];
        for (size_t index = 0; index < domain->offer_count; index++) {
            if (domain->offers[index].service_number == count) {
                name_append(table, domain->offers[index].service);
                byte_append(table, 0);
                buffer_u16(table, (uint16_t)number);
                count++;
            }
        }
    }
    return count;
}

/// A service that both sides list. Who connects may do what it could through a channel.
static size_t sought_append(const struct plan *plan, size_t number, struct buffer *table)
{
    const struct protection_domain *domain = &plan->description->domains[number];
    size_t count = 0;
    for (size_t index = 0; index < domain->seek_count; index++) {
        const struct seek *seek = &domain->seeks[index];
        if (seek->offer == NULL) {
            continue;
        }
        const uint64_t badge = IPC_BADGE_CALL | seek->offer->id.value;
        buffer_u16(table, (uint16_t)seek->offer->service_number);
        byte_append(table, CALL_RIGHTS);
        byte_append(table, 0);
        buffer_u32(table, (uint32_t)badge);
        buffer_u32(table, (uint32_t)(badge >> 32));
        count++;
    }
    return count;
}

static void row_append(const struct plan *plan, size_t number, const struct row_parts *before,
                       const struct row_parts *behind, struct buffer *rows)
{
    const struct protection_domain *domain = &plan->description->domains[number];
    const uint64_t budget = number_or(domain->budget, BUDGET_DEFAULT_MICROSECONDS);
    name_append(rows, domain->name);
    byte_append(rows, plan->programs[number].rank);
    byte_append(rows, domain->is_passive ? SYSTEM_PASSIVE : 0);
    byte_append(rows, 1); // reply slot
    buffer_u32(rows, (uint32_t)budget);
    buffer_u32(rows, (uint32_t)number_or(domain->period, budget));
    buffer_u16(rows, domain->parent == NULL ? SYSTEM_NO_ROW
                                            : (uint16_t)plan_number(plan, domain->parent));
    byte_append(rows, domain->parent == NULL ? 0 : domain->id.value);
    byte_append(rows, number_or(domain->cap_slots, CAP_SLOTS_DEFAULT));
    buffer_u16(rows, (uint16_t)before->capability_count);
    buffer_u16(rows, (uint16_t)(behind->capability_count - before->capability_count));
    buffer_u16(rows, (uint16_t)before->map_count);
    buffer_u16(rows, (uint16_t)(behind->map_count - before->map_count));
    buffer_u16(rows, (uint16_t)before->sought_count);
    buffer_u16(rows, (uint16_t)(behind->sought_count - before->sought_count));
}

/// Appends what is to be cleared and filled at boot: all regions but devices. Offsets of contents
/// count from the first one.
static void regions_append(const struct plan *plan, struct buffer *regions, struct buffer *contents,
                           size_t *count)
{
    for (size_t index = 0; index < plan->description->region_count; index++) {
        const struct memory_region *region = &plan->description->regions[index];
        const struct region_plan *placed = &plan->regions[index];
        if (placed->is_device) {
            continue;
        }
        buffer_u32(regions, (uint32_t)placed->range.base);
        buffer_u32(regions, (uint32_t)placed->range.length_bytes);
        buffer_u32(regions, (uint32_t)contents->length);
        buffer_u32(regions, (uint32_t)region->prefill.length);
        buffer_append(contents, region->prefill);
        buffer_fill(contents, (4 - contents->length % 4) % 4, 0);
        *count += 1;
    }
}

/// Makes the exclusive or of all words 0.
static void checksum_set(struct buffer *table)
{
    uint32_t sum = 0;
    for (size_t offset = 0; offset < table->length; offset += sizeof(uint32_t)) {
        sum ^= bytes_u32(buffer_bytes(table), offset);
    }
    buffer_overwrite_u32(table, offsetof(struct system_header, checksum), sum);
}
