// SPDX-License-Identifier: Apache-2.0 OR MIT
// Which sectors of the disk each kind of storage has: facts of the board.

#include <capsules/virtual_storage/virtual_storage.h>

#include "standard.h"

enum {
    ISOLATED_FIRST = BOARD_STORAGE_SHARED_SECTOR + BOARD_STORAGE_SHARED_SECTORS,
    KEY_VALUE_FIRST = BOARD_STORAGE_ISOLATED_SECTOR + BOARD_STORAGE_ISOLATED_SECTORS,
};
_Static_assert(BOARD_STORAGE_ISOLATED_SECTOR >= ISOLATED_FIRST, "regions lie one behind the other");
_Static_assert(BOARD_STORAGE_KEY_VALUE_SECTOR >= KEY_VALUE_FIRST,
               "regions lie one behind the other");

const struct virtual_storage_region virtual_storage_regions[VIRTUAL_STORAGE_CLIENT_COUNT] = {
    [VIRTUAL_STORAGE_FIRST] = {BOARD_STORAGE_SHARED_SECTOR, BOARD_STORAGE_SHARED_SECTORS},
    [VIRTUAL_STORAGE_SECOND] = {BOARD_STORAGE_ISOLATED_SECTOR, BOARD_STORAGE_ISOLATED_SECTORS},
    [VIRTUAL_STORAGE_THIRD] = {BOARD_STORAGE_KEY_VALUE_SECTOR, BOARD_STORAGE_KEY_VALUE_SECTORS},
};
