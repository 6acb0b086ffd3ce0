// SPDX-License-Identifier: Apache-2.0 OR MIT
// Has its child touch both sides of every edge of every map, a life for each, and is told by its
// faults what was refused. Needs a board with IPC; run by tests/boot.
#include "check.h"
#include "ipc_maps.h"
#include "ipc_talk.h"

enum { CHILD = 1 };

/// How the child's life ended: the address that it faulted at.
static uint32_t fault_of(uint32_t address, uint32_t is_write)
{
    static uint32_t lives;
    ORDER->address = address;
    ORDER->is_write = is_write;
    if (lives != 0) {
        const struct bulkhead_ipc_registers done =
            TALK(IPC_OBJECT, .capability = CHILD, .info = IPC_INFO(IPC_CHILD_RESTART, 0, 1));
        if (done.capability != 0) {
            return 0;
        }
    }
    lives++;
    const struct bulkhead_ipc_registers fault = TALK(IPC_RECEIVE, .info = 0);
    const bool is_right =
        fault.info >> IPC_LABEL_SHIFT == IPC_LABEL_MEMORY_FAULT && ORDER->lives == lives;
    return is_right ? (uint32_t)fault.word[1] : 0;
}

static void map_check(uint32_t start, bool reads, bool writes, const char *what)
{
    const uint32_t end = start + MAP_BYTES;
    const uint32_t places[] = {start - 1, start, start + 16, end - 1, end};
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        const bool is_inside = places[i] >= start && places[i] < end;
        // What the order itself lies in is only read.
        const bool is_written = start != MAP_SHARED || !is_inside || places[i] == end - 1;
        wrong += fault_of(places[i], 0) != (is_inside && reads ? NOWHERE : places[i]);
        wrong +=
            is_written && fault_of(places[i], 1) != (is_inside && writes ? NOWHERE : places[i]);
    }
    check_value(wrong == 0, what, wrong);
}

int main(void)
{
    map_check(MAP_SHARED, true, true, "a map that both write");
    map_check(MAP_READ, true, false, "a map that is read");
    map_check(MAP_OWN, true, true, "a map that nobody else has");
    map_check(MAP_FOREIGN, false, false, "a map of somebody else");
    map_check(BOARD_REGIONS_BASE + 0x9000u, false, false, "memory for regions that is no map");
    printf("DONE ipc_maps_parent\n");
    return 0;
}
