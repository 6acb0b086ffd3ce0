// SPDX-License-Identifier: Apache-2.0 OR MIT
// Memory beside its image and block that the system description opens to a process.

#include "description.h"
#include "ipc.h"
#include "state.h"

static_assert((int)SYSTEM_MAP_WRITE == (int)PORT_MAP_WRITE &&
                  (int)SYSTEM_MAP_EXECUTE == (int)PORT_MAP_EXECUTE &&
                  (int)SYSTEM_MAP_DEVICE == (int)PORT_MAP_DEVICE,
              "the bits of a description are the port's");

enum error ipc_maps_open(struct process *process)
{
    if (process->ipc == NULL) {
        return ERROR_NONE;
    }
    const struct system_process *row = process->ipc->row;
    const struct system_map *maps = description.maps + row->maps.first;
    enum error error = ERROR_NONE;
    for (uint32_t i = 0; i < row->maps.count && error == ERROR_NONE; i++) {
        const struct range range = {maps[i].base, maps[i].base + maps[i].bytes};
        error = port_protection_map(&process->protection, range, maps[i].flags);
    }
    return error;
}

size_t ipc_map_extent(const struct process *process, uintptr_t at, bool is_write)
{
    if (process->ipc == NULL) {
        return 0;
    }
    const struct system_process *row = process->ipc->row;
    const struct system_map *maps = description.maps + row->maps.first;
    for (uint32_t i = 0; i < row->maps.count; i++) {
        const bool is_open = (maps[i].flags & SYSTEM_MAP_DEVICE) == 0 &&
                             (!is_write || (maps[i].flags & SYSTEM_MAP_WRITE) != 0);
        if (is_open && at - maps[i].base < maps[i].bytes) {
            return maps[i].base + (maps[i].bytes - at);
        }
    }
    return 0;
}
