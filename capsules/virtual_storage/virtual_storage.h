// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `virtual_storage`: regions of one disk (hal/block.h) for several clients, each out of the
 * others' reach (hal/storage.h).
 *
 * Each client has a place, and the board says which sectors belong to it. What of a region lies
 * behind the end of the disk is not there. Requests are served one after the other, in the order of
 * the places and round again. A part of a sector is written by reading the sector, putting the new
 * bytes into it and writing it back; every write is followed by a flush.
 *
 * When this capsule starts, at boot or again after it has failed, it has the disk end what is under
 * way, and every client's request that it knows nothing of ends with ERROR_RESERVE.
 */
#pragma once

#include <capsule.h>
#include <hal/block.h>
#include <hal/storage.h>

enum virtual_storage_place {
    VIRTUAL_STORAGE_FIRST,
    VIRTUAL_STORAGE_SECOND,
    VIRTUAL_STORAGE_THIRD,
};
enum { VIRTUAL_STORAGE_CLIENT_COUNT = 3 };

/// The sectors of a place. No two places have a sector in common.
struct virtual_storage_region {
    uint32_t first_sector;
    uint32_t sector_count; ///< at most VIRTUAL_STORAGE_SECTORS_MAX
};
enum { VIRTUAL_STORAGE_SECTORS_MAX = UINT32_MAX / STORAGE_SECTOR_BYTES / 2 };

/// Defined by the board.
extern const struct virtual_storage_region virtual_storage_regions[VIRTUAL_STORAGE_CLIENT_COUNT];

/// The disk. Defined by the board.
extern const struct block_device virtual_storage_disk;

/// Who is told; a place of the board's that nobody has is empty. Defined by the board.
extern const struct storage_client virtual_storage_clients[VIRTUAL_STORAGE_CLIENT_COUNT];

void virtual_storage_init(void);
void virtual_storage_deferred(void);

void virtual_storage_block_done(const struct block_done *event);

// The storage of each place.
void virtual_storage_first_describe(struct storage_description *description);
void virtual_storage_first_request(struct storage_request *request);
void virtual_storage_second_describe(struct storage_description *description);
void virtual_storage_second_request(struct storage_request *request);
void virtual_storage_third_describe(struct storage_description *description);
void virtual_storage_third_request(struct storage_request *request);
