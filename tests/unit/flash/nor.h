// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Flash in memory below capsule `flash_block`, and its client above.
 *
 * The flash enforces its rules: only what has been erased is programmed, once, in whole units. It
 * loses its power in any step and in the middle of it, has blocks that are worn, fails, or breaks
 * its contract. A request of it ends in nor_step() only.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <capsules/flash_block/flash_block.h>

enum {
    SECTOR = BLOCK_SECTOR_BYTES,
    NOR_BLOCK_BYTES = 4096,
    NOR_BLOCKS = 8,
    NOR_FIRST = 1, ///< the block before is somebody else's
    NOR_USED = NOR_BLOCKS - NOR_FIRST,
    NOR_SLOTS = 6,
    NOR_SECTORS = 22,
    NOR_UNIT = 4,
    NOR_BYTES = NOR_BLOCKS * NOR_BLOCK_BYTES,
    NO_CUT = UINT32_MAX,
};

/// How much is done of the change in which the power is lost.
enum cut_kind { CUT_BEFORE, CUT_FIRST_HALF, CUT_SECOND_HALF, CUT_ANY_BITS, CUT_BEHIND };
enum { CUT_KIND_COUNT = 5 };

/// What lasts.
struct nor_cells {
    uint8_t bytes[NOR_BYTES];
    bool is_programmed[NOR_BYTES / NOR_UNIT]; ///< since it was erased
    uint32_t erased_count[NOR_BLOCKS];
};

struct nor {
    struct nor_cells cells;
    bool is_worn[NOR_BLOCKS]; ///< neither programmed nor erased any more
    bool is_absent;
    bool is_lying; ///< says that it did what it did not do
    bool is_asked;
    bool is_cancelled;
    bool is_off;
    enum flash_operation operation;
    struct flash_transfer transfer;
    uint32_t block;
    enum error start_answer; ///< of the next requests
    enum error read_status;  ///< how reads end
    uint32_t changes;        ///< programmed or erased since the start
    uint32_t changes_left;   ///< until the power is lost, or NO_CUT
    enum cut_kind cut;
};
extern struct nor nor;

/// What the client is told, how often, and its buffer.
struct client {
    uint32_t tellings;
    struct block_done done;
    uint8_t bytes[SECTOR];
};
extern struct client client;

/// A number below `limit`, from a generator whose seed is printed.
uint32_t nor_random(uint32_t limit);

/// New flash, with zeros in it, and a first start. For cmocka, before each test.
int nor_reset(void **state);

/// The machine starts again with the cells as they are.
void nor_reboot(void);

/// The capsule alone is started again.
void capsule_restart(void);

/// Does what is due in the capsule; ends the request that is under way. False: there is none.
bool nor_step(void);
void nor_settle(void);

/// Asks for a sector, from or into client.bytes. To be settled.
enum error sector_ask(enum block_operation operation, uint64_t sector);

/// The client does not want it any more.
enum error request_cancel(void);

/// Asks and settles: how it ended; ERROR_RESERVE if it did not.
enum error sector_do(enum block_operation operation, uint64_t sector);
