// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Where the maps of ipc_maps_parent and ipc_maps_child lie, as tests/boot/test_ipc_maps.py has it.
#pragma once

#include <stdint.h>

#include <board_facts.h>

#define MAP_BYTES 0x1000u
#define MAP_SHARED (BOARD_REGIONS_BASE + 0x1000u)  ///< both write
#define MAP_READ (BOARD_REGIONS_BASE + 0x3000u)    ///< the child reads
#define MAP_OWN (BOARD_REGIONS_BASE + 0x5000u)     ///< the child writes
#define MAP_FOREIGN (BOARD_REGIONS_BASE + 0x7000u) ///< the parent writes

/// What the child is to do in its next life, and how many it has had. It then touches what nobody
/// may, so that each life ends with a fault.
struct order {
    uint32_t address;
    uint32_t is_write;
    uint32_t lives;
};
#define ORDER ((volatile struct order *)MAP_SHARED)
#define NOWHERE BOARD_RAM_BASE
