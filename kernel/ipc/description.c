// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "description.h"

#include <abi/ipc.h>
#include <kernel/system.h>
#include <lib/checked.h>
#include <lib/memory.h>

#include "budget.h"
#include "scheduler.h"

enum {
    WORD_BYTES = sizeof(uint32_t),
    MAP_WRITABLE_CODE = SYSTEM_MAP_WRITE | SYSTEM_MAP_EXECUTE,
    MAP_FLAGS = MAP_WRITABLE_CODE | SYSTEM_MAP_DEVICE,
};
#define ERASED_WORD 0xFFFFFFFFu

/// Null: there is no description. All of it has been checked.
static const struct system_header *description;

static const void *array_start(const struct system_array *array)
{
    return (const uint8_t *)description + array->offset;
}

/// Whether an array lies in the table. A word count times the element's size cannot wrap.
static bool array_is_sound(const struct system_array *array, size_t element_bytes, uint32_t total)
{
    return array->offset % WORD_BYTES == 0 && array->offset >= sizeof(struct system_header) &&
           array->offset <= total && array->count <= (total - array->offset) / element_bytes;
}

static bool range_is_sound(struct system_range range, const struct system_array *array)
{
    return range.first <= array->count && range.count <= array->count - range.first;
}

static bool is_row(const struct system_header *header, uint32_t row)
{
    return row < header->processes.count;
}

static bool row_is_sound(const struct system_header *header, const struct system_process *row)
{
    return row->name_length_bytes >= 1 && row->name_length_bytes <= SYSTEM_NAME_BYTES_MAX &&
           row->rank < SCHEDULER_RANKS &&
           (row->flags & ~(SYSTEM_PASSIVE | SYSTEM_TIMEOUT_FAULTS)) == 0 && row->reply_slots >= 1 &&
           row->reply_slots <= SYSTEM_REPLY_SLOTS_MAX &&
           budget_is_legal(row->budget_microseconds, row->period_microseconds) &&
           (row->parent == SYSTEM_NO_ROW || is_row(header, row->parent)) &&
           row->child_id <= IPC_CHANNEL_MAX && row->slots <= SYSTEM_SLOTS_MAX &&
           range_is_sound(row->capabilities, &header->capabilities) &&
           1u + row->capabilities.count + row->slots <= SYSTEM_CAPABILITIES_MAX &&
           range_is_sound(row->maps, &header->maps) && row->maps.count <= SYSTEM_MAPS_MAX &&
           range_is_sound(row->sought, &header->sought);
}

/// Messages with such a badge come from the kernel only.
static bool is_kernels(uint32_t badge_high)
{
    return (badge_high & (uint32_t)(IPC_BADGE_FAULT >> 32)) != 0;
}

static bool is_line_for_programs(uint32_t line)
{
    for (size_t i = 0; i < system_line_count; i++) {
        if (system_lines[i] == line) {
            return true;
        }
    }
    return false;
}

static bool capability_is_sound(const struct system_header *header,
                                const struct system_capability *capability)
{
    if (capability->channel > IPC_CHANNEL_MAX || capability->watch > IPC_CHANNEL_MAX ||
        capability->reserved != 0) {
        return false;
    }
    switch (capability->kind) {
    case IPC_KIND_CALL:
        return is_row(header, capability->target) && !is_kernels(capability->badge_high);
    case IPC_KIND_NOTIFY:
    case IPC_KIND_CHILD:
        return is_row(header, capability->target);
    case IPC_KIND_IRQ:
        return is_line_for_programs(capability->target);
    case IPC_KIND_DEBUG:
        return true;
    default:
        return false;
    }
}

/// Registers lie in a device that programs may have, all else in the memory for regions.
static bool map_is_well_placed(struct range range, uint32_t flags)
{
    if ((flags & SYSTEM_MAP_DEVICE) == 0) {
        return range_contains(system_regions_range, range);
    }
    for (size_t i = 0; i < system_device_count; i++) {
        if (range_contains(system_devices[i], range)) {
            return true;
        }
    }
    return false;
}

/// The maps of a row; no two of them have a byte in common, since they may differ in rights.
static bool maps_are_sound(const struct system_header *header, const struct system_process *row)
{
    const struct system_map *maps =
        (const struct system_map *)array_start(&header->maps) + row->maps.first;
    for (uint32_t i = 0; i < row->maps.count; i++) {
        struct range range = {.start = maps[i].base};
        if (!checked_add(range.start, maps[i].bytes, &range.end) || range.start == range.end ||
            (maps[i].flags & ~(uint32_t)MAP_FLAGS) != 0 ||
            (maps[i].flags & MAP_WRITABLE_CODE) == MAP_WRITABLE_CODE ||
            !map_is_well_placed(range, maps[i].flags)) {
            return false;
        }
        for (uint32_t j = 0; j < i; j++) {
            if (range_overlaps(range, (struct range){maps[j].base, maps[j].base + maps[j].bytes})) {
                return false;
            }
        }
    }
    return true;
}

static bool region_is_sound(const struct system_header *header, const struct system_region *region)
{
    const uintptr_t start = region->base;
    return start % WORD_BYTES == 0 && region->bytes % WORD_BYTES == 0 &&
           start >= system_regions_range.start && start <= system_regions_range.end &&
           region->bytes <= system_regions_range.end - start &&
           region->content_bytes <= region->bytes &&
           region->content_offset <= header->total_bytes &&
           region->content_bytes <= header->total_bytes - region->content_offset;
}

/// Every element of every array, once.
static const char *elements_check(const struct system_header *header)
{
    const struct system_process *rows = array_start(&header->processes);
    for (uint32_t i = 0; i < header->processes.count; i++) {
        if (!row_is_sound(header, &rows[i])) {
            return "system table: bad process";
        }
        if (!maps_are_sound(header, &rows[i])) {
            return "system table: bad map";
        }
    }
    const struct system_capability *capabilities = array_start(&header->capabilities);
    for (uint32_t i = 0; i < header->capabilities.count; i++) {
        if (!capability_is_sound(header, &capabilities[i])) {
            return "system table: bad capability";
        }
    }
    const struct system_service *services = array_start(&header->services);
    for (uint32_t i = 0; i < header->services.count; i++) {
        if (!is_row(header, services[i].process) || services[i].name_length_bytes == 0 ||
            services[i].name_length_bytes > SYSTEM_NAME_BYTES_MAX) {
            return "system table: bad service";
        }
    }
    const struct system_sought *sought = array_start(&header->sought);
    for (uint32_t i = 0; i < header->sought.count; i++) {
        if (sought[i].service >= header->services.count || is_kernels(sought[i].badge_high)) {
            return "system table: bad service";
        }
    }
    const struct system_region *regions = array_start(&header->regions);
    for (uint32_t i = 0; i < header->regions.count; i++) {
        if (!region_is_sound(header, &regions[i])) {
            return "system table: bad region";
        }
    }
    return NULL;
}

static const char *table_check(const struct system_header *header)
{
    const uint32_t total = header->total_bytes;
    if (header->version != SYSTEM_VERSION) {
        return "system table: other version";
    }
    if (total % WORD_BYTES != 0 || total < sizeof *header || total > system_bytes_max) {
        return "system table: bad size";
    }
    uint32_t sum = 0;
    for (uint32_t i = 0; i < total / WORD_BYTES; i++) {
        sum ^= ((const uint32_t *)(const void *)header)[i];
    }
    if (sum != 0) {
        return "system table: bad checksum";
    }
    if (header->processes.count > SYSTEM_PROCESSES_MAX ||
        !array_is_sound(&header->processes, sizeof(struct system_process), total) ||
        !array_is_sound(&header->capabilities, sizeof(struct system_capability), total) ||
        !array_is_sound(&header->maps, sizeof(struct system_map), total) ||
        !array_is_sound(&header->services, sizeof(struct system_service), total) ||
        !array_is_sound(&header->sought, sizeof(struct system_sought), total) ||
        !array_is_sound(&header->regions, sizeof(struct system_region), total)) {
        return "system table: bad array";
    }
    return elements_check(header);
}

const char *description_open(void)
{
    const struct system_header *header = (const void *)system_bytes;
    description = NULL;
    if (header->magic == ERASED_WORD || header->magic == 0) {
        return NULL;
    }
    if (header->magic != SYSTEM_MAGIC) {
        return "system table: bad magic";
    }
    description = header;
    const char *reason = table_check(header);
    if (reason != NULL) {
        description = NULL;
    }
    return reason;
}

void description_regions_fill(void)
{
    const uint32_t count = description == NULL ? 0 : description->regions.count;
    const struct system_region *regions = count == 0 ? NULL : array_start(&description->regions);
    for (uint32_t i = 0; i < count; i++) {
        uint8_t *start = system_regions + (regions[i].base - system_regions_range.start);
        const uint32_t content_bytes = regions[i].content_bytes;
        memcpy(start, (const uint8_t *)description + regions[i].content_offset, content_bytes);
        memory_clear(start + content_bytes, regions[i].bytes - content_bytes);
    }
}

const struct system_process *description_row(const char *name, size_t length_bytes)
{
    if (description == NULL) {
        return NULL;
    }
    const struct system_process *rows = array_start(&description->processes);
    for (uint32_t i = 0; i < description->processes.count; i++) {
        if (rows[i].name_length_bytes == length_bytes &&
            memcmp(rows[i].name, name, length_bytes) == 0) {
            return &rows[i];
        }
    }
    return NULL;
}

uint32_t description_row_number(const struct system_process *row)
{
    return (uint32_t)(row - description_row_at(0));
}

const struct system_process *description_row_at(uint32_t row)
{
    return (const struct system_process *)array_start(&description->processes) + row;
}

const struct system_capability *description_capabilities(const struct system_process *row)
{
    return (const struct system_capability *)array_start(&description->capabilities) +
           row->capabilities.first;
}

const struct system_map *description_maps(const struct system_process *row)
{
    return (const struct system_map *)array_start(&description->maps) + row->maps.first;
}

const struct system_sought *description_sought(const struct system_process *row)
{
    return (const struct system_sought *)array_start(&description->sought) + row->sought.first;
}

const struct system_service *description_service(uint32_t service)
{
    return (const struct system_service *)array_start(&description->services) + service;
}
