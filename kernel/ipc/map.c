// SPDX-License-Identifier: Apache-2.0 OR MIT
// Memory beside its image and block that the system description opens to a process.

#include <kernel/system.h>
#include <lib/checked.h>

#include "description.h"
#include "ipc.h"
#include "state.h"

static_assert((int)SYSTEM_MAP_WRITE == (int)PORT_MAP_WRITE &&
                  (int)SYSTEM_MAP_EXECUTE == (int)PORT_MAP_EXECUTE &&
                  (int)SYSTEM_MAP_DEVICE == (int)PORT_MAP_DEVICE,
              "the bits of a description are the port's");

enum { MAP_FLAGS = SYSTEM_MAP_WRITE | SYSTEM_MAP_EXECUTE | SYSTEM_MAP_DEVICE };

/// A map of memory lies in the memory for regions. One of a device, which the board's list has
/// allowed when the description was made, lies in no memory that the kernel knows.
static bool is_well_placed(struct range range, uint32_t flags)
{
    if ((flags & SYSTEM_MAP_DEVICE) == 0) {
        return range_contains(system_regions_range, range);
    }
    for (uint32_t i = 0; i < BOARD_RANGE_COUNT; i++) {
        if (range_overlaps(board.ranges[i], range)) {
            return false;
        }
    }
    return !range_overlaps(system_regions_range, range);
}

static enum error map_open(struct process *process, const struct system_map *map)
{
    struct range range = {.start = map->base};
    if ((map->flags & ~(uint32_t)MAP_FLAGS) != 0 ||
        !checked_add(range.start, map->bytes, &range.end) || !is_well_placed(range, map->flags)) {
        return ERROR_INVALID;
    }
    return port_protection_map(&process->protection, range, map->flags);
}

enum error ipc_maps_open(struct process *process)
{
    if (process->ipc == NULL) {
        return ERROR_NONE;
    }
    const struct system_process *row = description_row_at(process->ipc->row);
    const struct system_map *maps = description_maps(row);
    enum error error = ERROR_NONE;
    for (uint32_t i = 0; i < row->maps.count && error == ERROR_NONE; i++) {
        error = map_open(process, &maps[i]);
    }
    return error;
}

size_t ipc_map_extent(const struct process *process, uintptr_t at, bool is_write)
{
    if (process->ipc == NULL) {
        return 0;
    }
    const struct system_process *row = description_row_at(process->ipc->row);
    const struct system_map *maps = description_maps(row);
    for (uint32_t i = 0; i < row->maps.count; i++) {
        const bool is_open = (maps[i].flags & SYSTEM_MAP_DEVICE) == 0 &&
                             (!is_write || (maps[i].flags & SYSTEM_MAP_WRITE) != 0);
        if (is_open && at - maps[i].base < maps[i].bytes) {
            return maps[i].base + (maps[i].bytes - at);
        }
    }
    return 0;
}
