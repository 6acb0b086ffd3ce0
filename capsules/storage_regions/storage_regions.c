// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "storage_regions.h"

#include <lib/checked_index.h>

/// What a client has asked for; a place without is at length 0.
struct storage_regions_request {
    uint8_t operation;
    uint32_t offset_bytes;
    uint32_t length_bytes;
};

static struct {
    struct storage_regions_request request[STORAGE_REGIONS_CLIENT_COUNT];
    uint32_t turn;   ///< whose it is, or was last
    bool is_busy;    ///< the storage works for that one
    bool is_started; ///< in this life of the capsule
} storage_regions CAPSULE_STATE;

void storage_regions_init(void)
{
    deferred_call_request();
}

/// Ends a client's request.
static void client_tell(size_t place, struct storage_done *done)
{
    AT(storage_regions.request, place).length_bytes = 0;
    if (AT(storage_regions_clients, place).done != NULL) {
        (void)AT(storage_regions_clients, place).done(done);
    }
}

/// Has the storage work for the place whose turn it is.
static void turn_start(void)
{
    const size_t turn = storage_regions.turn;
    struct storage_request request = {
        .operation = AT(storage_regions.request, turn).operation,
        .offset_bytes = AT(storage_regions_table, turn).first_sector * STORAGE_SECTOR_BYTES +
                        AT(storage_regions.request, turn).offset_bytes,
        .length_bytes = AT(storage_regions.request, turn).length_bytes,
        .status = ERROR_FAILED,
    };
    enum error error = storage_regions_medium.request(&request);
    if (error == ERROR_NONE) {
        error = request.status;
    }
    storage_regions.is_busy = error == ERROR_NONE;
    // A busy storage works for a life of this capsule that is over. Its end brings the turn again.
    if (error != ERROR_NONE && error != ERROR_BUSY) {
        struct storage_done done = {.status = ERROR_FAILED};
        client_tell(turn, &done);
        deferred_call_request();
    }
}

void storage_regions_deferred(void)
{
    if (!storage_regions.is_started) {
        storage_regions.is_started = true;
        for (size_t i = 0; i < STORAGE_REGIONS_CLIENT_COUNT; i++) {
            struct storage_done done = {.status = ERROR_RESERVE};
            if (AT(storage_regions.request, i).length_bytes == 0) {
                client_tell(i, &done);
            }
        }
    }
    for (uint32_t i = 1; i <= STORAGE_REGIONS_CLIENT_COUNT && !storage_regions.is_busy; i++) {
        const uint32_t place = (storage_regions.turn + i) % STORAGE_REGIONS_CLIENT_COUNT;
        if (AT(storage_regions.request, place).length_bytes != 0) {
            storage_regions.turn = place;
            turn_start();
            return;
        }
    }
}

void storage_regions_fetch(struct storage_piece *piece)
{
    piece->is_given = false;
    const size_t turn = storage_regions.turn;
    if (storage_regions.is_busy && AT(storage_regions_clients, turn).fetch != NULL &&
        AT(storage_regions_clients, turn).fetch(piece) != ERROR_NONE) {
        piece->is_given = false;
    }
}

void storage_regions_done(struct storage_done *done)
{
    // What ends without having been asked for was asked for before a restart.
    if (storage_regions.is_busy) {
        storage_regions.is_busy = false;
        client_tell(storage_regions.turn, done);
    }
    deferred_call_request(); // The next one is begun by a run of its own.
}

// ---------------------------------------------------------------------------------------------
// What clients call

/// How many bytes of a region the storage has.
static uint32_t region_bytes(enum storage_regions_place place)
{
    struct storage_description medium = {.length_bytes = 0};
    (void)storage_regions_medium.describe(&medium);
    const uint32_t sectors = medium.length_bytes / STORAGE_SECTOR_BYTES;
    const uint32_t first = AT(storage_regions_table, place).first_sector;
    const uint32_t count = AT(storage_regions_table, place).sector_count;
    const uint32_t left = sectors > first ? sectors - first : 0;
    return (left < count ? left : count) * STORAGE_SECTOR_BYTES;
}

static enum error client_request(enum storage_regions_place place,
                                 const struct storage_request *request)
{
    const uint32_t length_bytes = region_bytes(place);
    if (length_bytes == 0) {
        return ERROR_NO_DEVICE;
    }
    if (request->operation > STORAGE_WRITE || request->length_bytes == 0 ||
        request->offset_bytes > length_bytes ||
        request->length_bytes > length_bytes - request->offset_bytes) {
        return ERROR_INVALID;
    }
    if (AT(storage_regions.request, place).length_bytes != 0) {
        return ERROR_BUSY;
    }
    AT(storage_regions.request, place).operation = request->operation;
    AT(storage_regions.request, place).offset_bytes = request->offset_bytes;
    AT(storage_regions.request, place).length_bytes = request->length_bytes;
    deferred_call_request();
    return ERROR_NONE;
}

void storage_regions_first_describe(struct storage_description *description)
{
    description->length_bytes = region_bytes(STORAGE_REGIONS_FIRST);
}

void storage_regions_first_request(struct storage_request *request)
{
    request->status = client_request(STORAGE_REGIONS_FIRST, request);
}

void storage_regions_second_describe(struct storage_description *description)
{
    description->length_bytes = region_bytes(STORAGE_REGIONS_SECOND);
}

void storage_regions_second_request(struct storage_request *request)
{
    request->status = client_request(STORAGE_REGIONS_SECOND, request);
}

void storage_regions_third_describe(struct storage_description *description)
{
    description->length_bytes = region_bytes(STORAGE_REGIONS_THIRD);
}

void storage_regions_third_request(struct storage_request *request)
{
    request->status = client_request(STORAGE_REGIONS_THIRD, request);
}
