// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * A disk in memory below the capsules of storage, which does what the test says: fail, be absent,
 * lose its power in the middle of a write. The capsules are wired as a board does it.
 *
 * A request of the disk ends in disk_step() only; disk_settle() goes on until nobody has anything
 * to do.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <capsules/virtual_storage/virtual_storage.h>

#include "bench.h"
#include "fake_board.h"

enum place {
    PLACE_VIRTUAL,
    PLACE_NONVOLATILE,
    PLACE_ISOLATED,
    PLACE_KEY_VALUE,
    PLACE_RIGHTS,
    PLACE_COUNT,
};

enum {
    SECTOR = STORAGE_SECTOR_BYTES,
    SHARED_SECTORS = 16,
    ISOLATED_SECTORS = 32,
    KEY_VALUE_SECTORS = 8,
    ISOLATED_START = SHARED_SECTORS * SECTOR,
    KEY_VALUE_START = ISOLATED_START + ISOLATED_SECTORS * SECTOR,
    DISK_SECTORS = SHARED_SECTORS + ISOLATED_SECTORS + KEY_VALUE_SECTORS,
    DISK_BYTES = DISK_SECTORS * SECTOR,
    NO_CUT = UINT32_MAX,
};

enum { OWNER_ONE = 0x11, OWNER_TWO = 0x22, OWNER_READER = 0x33, OWNER_EDITOR = 0x44 };

/// How much of the write in which the power is lost gets onto the disk.
enum cut_kind { CUT_BEFORE, CUT_FIRST_HALF, CUT_SECOND_HALF, CUT_BEHIND };
enum { CUT_KIND_COUNT = 4 };

struct disk {
    uint8_t bytes[DISK_BYTES];
    uint64_t sector_count;
    bool is_absent;
    bool has_no_flush;
    bool is_asked; ///< a request is under way
    bool is_cancelled;
    bool is_off; ///< the power is lost
    enum block_operation operation;
    struct block_transfer transfer;
    enum error start_answer;            ///< of the next requests
    enum error status[BLOCK_FLUSH + 1]; ///< how requests of each kind end
    uint32_t reads, writes, flushes;    ///< that have been made
    uint32_t writes_left;               ///< until the power is lost, or NO_CUT
    enum cut_kind cut;
};
extern struct disk disk;

/// Bench, processes and disk as at the first start. For cmocka, before each test.
int disk_reset(void **state);

/// The machine starts again: all capsules and processes begin anew, the disk has its power back.
void disk_reboot(void);

/// Ends the request that is under way. False: there is none.
bool disk_step(void);

void disk_settle(void);

/// Takes the disk away, and has that noticed.
void disk_remove(void);

/// Puts a capsule out of service, as the kernel does: the disk gives its buffer back.
void capsule_fail(enum place place);
