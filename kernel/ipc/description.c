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

struct description description;

static const void *array_start(const struct system_array *array)
{
    return (const uint8_t *)description.header + array->offset;
}

static bool range_is_sound(struct system_range range, const struct system_array *array)
{
    return range.first <= array->count && range.count <= array->count - range.first;
}

static bool is_row(uint32_t row)
{
    return row < description.header->processes.count;
}

/// Messages with such a badge come from the kernel only.
static bool is_kernels(uint32_t badge_high)
{
    return (badge_high & (uint32_t)(IPC_BADGE_FAULT >> 32)) != 0;
}

// ---------------------------------------------------------------------------------------------
// Elements: each of them is checked, in the order of the arrays below.

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

static bool map_is_sound(const void *element)
{
    const struct system_map *map = element;
    struct range range = {.start = map->base};
    return checked_add(range.start, map->bytes, &range.end) && range.start != range.end &&
           (map->flags & ~(uint32_t)MAP_FLAGS) == 0 &&
           (map->flags & MAP_WRITABLE_CODE) != MAP_WRITABLE_CODE &&
           map_is_well_placed(range, map->flags);
}

/// Whether no two maps of a row have a byte in common, since they may differ in rights.
static bool maps_are_apart(const struct system_process *row)
{
    const struct system_map *maps = description.maps + row->maps.first;
    for (uint32_t i = 1; i < row->maps.count; i++) {
        for (uint32_t j = 0; j < i; j++) {
            if (range_overlaps((struct range){maps[i].base, maps[i].base + maps[i].bytes},
                               (struct range){maps[j].base, maps[j].base + maps[j].bytes})) {
                return false;
            }
        }
    }
    return true;
}

/// Whether the entries of a row lie behind those of the row before, so that they are its own.
static bool entries_are_own(const struct system_process *row)
{
    const struct system_range own = row->capabilities;
    const struct system_range before =
        row == description.processes ? (struct system_range){0} : row[-1].capabilities;
    return range_is_sound(own, &description.header->capabilities) &&
           own.first >= (uint32_t)before.first + before.count;
}

static bool process_is_sound(const void *element)
{
    const struct system_process *row = element;
    return row->name_length_bytes >= 1 && row->name_length_bytes <= SYSTEM_NAME_BYTES_MAX &&
           row->rank < SCHEDULER_RANKS &&
           (row->flags & ~(SYSTEM_PASSIVE | SYSTEM_TIMEOUT_FAULTS)) == 0 && row->reply_slots >= 1 &&
           row->reply_slots <= SYSTEM_REPLY_SLOTS_MAX &&
           budget_is_legal(row->budget_microseconds, row->period_microseconds) &&
           (row->parent == SYSTEM_NO_ROW || is_row(row->parent)) &&
           row->child_id <= IPC_CHANNEL_MAX && row->slots <= SYSTEM_SLOTS_MAX &&
           entries_are_own(row) &&
           1u + row->capabilities.count + row->slots <= SYSTEM_CAPABILITIES_MAX &&
           range_is_sound(row->maps, &description.header->maps) &&
           row->maps.count <= SYSTEM_MAPS_MAX && maps_are_apart(row) &&
           range_is_sound(row->sought, &description.header->sought);
}

/// Whether a line is one for programs, and no entry before has it.
static bool line_is_free(const struct system_capability *entry)
{
    const struct system_capability *other = description.capabilities;
    for (; other != entry; other++) {
        if (other->kind == IPC_KIND_IRQ && other->target == entry->target) {
            return false;
        }
    }
    for (size_t i = 0; i < system_line_count; i++) {
        if (system_lines[i] == entry->target) {
            return true;
        }
    }
    return false;
}

static bool capability_is_sound(const void *element)
{
    const struct system_capability *entry = element;
    if (entry->channel > IPC_CHANNEL_MAX || entry->watch > IPC_CHANNEL_MAX ||
        entry->reserved != 0) {
        return false;
    }
    switch (entry->kind) {
    case IPC_KIND_CALL:
        return is_row(entry->target) && !is_kernels(entry->badge_high);
    case IPC_KIND_NOTIFY:
    case IPC_KIND_CHILD:
        return is_row(entry->target);
    case IPC_KIND_IRQ:
        return line_is_free(entry);
    default:
        return entry->kind == IPC_KIND_DEBUG;
    }
}

static bool service_is_sound(const void *element)
{
    const struct system_service *service = element;
    return is_row(service->process) && service->name_length_bytes >= 1 &&
           service->name_length_bytes <= SYSTEM_NAME_BYTES_MAX;
}

static bool sought_is_sound(const void *element)
{
    const struct system_sought *sought = element;
    return sought->service < description.header->services.count && !is_kernels(sought->badge_high);
}

static bool region_is_sound(const void *element)
{
    const struct system_region *region = element;
    const uintptr_t start = region->base;
    return start % WORD_BYTES == 0 && region->bytes % WORD_BYTES == 0 &&
           start >= system_regions_range.start && start <= system_regions_range.end &&
           region->bytes <= system_regions_range.end - start &&
           region->content_bytes <= region->bytes &&
           region->content_offset <= description.header->total_bytes &&
           region->content_bytes <= description.header->total_bytes - region->content_offset;
}

static const struct {
    uint8_t offset; ///< in the header
    uint8_t element_bytes;
    bool (*is_sound)(const void *element);
    const char *reason; ///< why not
} arrays[] = {
    {offsetof(struct system_header, maps), sizeof(struct system_map), map_is_sound,
     "system table: bad map"},
    {offsetof(struct system_header, processes), sizeof(struct system_process), process_is_sound,
     "system table: bad process"},
    {offsetof(struct system_header, capabilities), sizeof(struct system_capability),
     capability_is_sound, "system table: bad capability"},
    {offsetof(struct system_header, services), sizeof(struct system_service), service_is_sound,
     "system table: bad service"},
    {offsetof(struct system_header, sought), sizeof(struct system_sought), sought_is_sound,
     "system table: bad service"},
    {offsetof(struct system_header, regions), sizeof(struct system_region), region_is_sound,
     "system table: bad region"},
};

// ---------------------------------------------------------------------------------------------
// The table

/// Each array, with all that is in it.
static const char *arrays_check(const struct system_header *header)
{
    for (uint32_t i = 0; i < sizeof arrays / sizeof arrays[0]; i++) {
        const struct system_array *array =
            (const void *)((const uint8_t *)header + arrays[i].offset);
        const size_t element_bytes = arrays[i].element_bytes;
        const uint8_t *elements = array_start(array);
        // A word count times the element's size cannot wrap.
        if (array->offset % WORD_BYTES != 0 || array->offset < sizeof *header ||
            array->offset > header->total_bytes ||
            array->count > (header->total_bytes - array->offset) / element_bytes) {
            return "system table: bad array";
        }
        for (uint32_t j = 0; j < array->count; j++) {
            if (!arrays[i].is_sound(elements + j * element_bytes)) {
                return arrays[i].reason;
            }
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
    return header->processes.count <= SYSTEM_PROCESSES_MAX ? arrays_check(header)
                                                           : "system table: bad array";
}

/// Clears the regions, and puts into them what they begin with.
static void regions_fill(void)
{
    const struct system_region *regions = array_start(&description.header->regions);
    for (uint32_t i = 0; i < description.header->regions.count; i++) {
        uint8_t *start = system_regions + (regions[i].base - system_regions_range.start);
        const uint32_t content_bytes = regions[i].content_bytes;
        memcpy(start, (const uint8_t *)description.header + regions[i].content_offset,
               content_bytes);
        memory_clear(start + content_bytes, regions[i].bytes - content_bytes);
    }
}

const char *description_open(void)
{
    const struct system_header *header = (const void *)system_bytes;
    description.header = NULL;
    if (header->magic == ERASED_WORD || header->magic == 0) {
        return NULL;
    }
    if (header->magic != SYSTEM_MAGIC) {
        return "system table: bad magic";
    }
    description.header = header;
    description.processes = array_start(&header->processes);
    description.capabilities = array_start(&header->capabilities);
    description.maps = array_start(&header->maps);
    description.services = array_start(&header->services);
    description.sought = array_start(&header->sought);
    const char *reason = table_check(header);
    if (reason == NULL) {
        regions_fill();
    } else {
        description.header = NULL;
    }
    return reason;
}

const struct system_process *description_row(const char *name, size_t length_bytes)
{
    const uint32_t count = description.header == NULL ? 0 : description.header->processes.count;
    for (uint32_t i = 0; i < count; i++) {
        const struct system_process *row = &description.processes[i];
        if (row->name_length_bytes == length_bytes && memcmp(row->name, name, length_bytes) == 0) {
            return row;
        }
    }
    return NULL;
}
