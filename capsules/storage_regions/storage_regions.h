// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Capsule `storage_regions`: regions of one storage for several clients, each out of the others'
 * reach, with the same contract above and below (hal/storage.h). A disk has its regions from
 * `virtual_storage`; this is for devices that are storage themselves.
 *
 * Each client has a place, and the board says which sectors belong to it. What of a region lies
 * behind the end of the storage is not there. Requests are served one after the other, in the order
 * of the places and round again; a client's bytes do not wait here, they go through. When this
 * capsule starts, at boot or again after it has failed, every client's request that it knows
 * nothing of ends with ERROR_RESERVE.
 */
#pragma once

#include <capsule.h>
#include <hal/storage.h>

enum storage_regions_place {
    STORAGE_REGIONS_FIRST,
    STORAGE_REGIONS_SECOND,
    STORAGE_REGIONS_THIRD,
};
enum { STORAGE_REGIONS_CLIENT_COUNT = 3 };

/// The sectors of a place. No two places have a sector in common, and their bytes can be counted in
/// 32 bits.
struct storage_region {
    uint32_t first_sector;
    uint32_t sector_count;
};

/// Defined by the board.
extern const struct storage_region storage_regions_table[STORAGE_REGIONS_CLIENT_COUNT];

/// The storage that is shared, and who is told; a place of the board's that nobody has is empty.
/// Made of the manifest and the board's choice.
extern const struct storage storage_regions_medium;
extern const struct storage_client storage_regions_clients[STORAGE_REGIONS_CLIENT_COUNT];

void storage_regions_init(void);
void storage_regions_deferred(void);

void storage_regions_fetch(struct storage_piece *piece);
void storage_regions_done(struct storage_done *done);

// The storage of each place.
void storage_regions_first_describe(struct storage_description *description);
void storage_regions_first_request(struct storage_request *request);
void storage_regions_second_describe(struct storage_description *description);
void storage_regions_second_request(struct storage_request *request);
void storage_regions_third_describe(struct storage_description *description);
void storage_regions_third_request(struct storage_request *request);
