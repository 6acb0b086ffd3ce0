// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "virtual_storage.h"

#include <lib/checked_index.h>

/// What a client has asked for: a part of one sector of its region.
struct virtual_storage_request {
    bool is_waiting; ///< for its turn, or for its end
    uint8_t operation;
    uint32_t sector;
    uint32_t first_byte; ///< in the sector
    uint32_t length_bytes;
};

/// What the disk does for the request whose turn it is.
enum virtual_storage_step { STEP_NONE, STEP_READ, STEP_WRITE, STEP_FLUSH, STEP_CANCEL };

static struct {
    struct virtual_storage_request request[VIRTUAL_STORAGE_CLIENT_COUNT];
    uint8_t turn;    ///< whose it is
    uint8_t step;    ///< enum virtual_storage_step
    bool is_started; ///< in this life of the capsule
    struct virtual_storage_sector {
        uint8_t bytes[STORAGE_SECTOR_BYTES];
    } sector;
} virtual_storage CAPSULE_STATE;

_Static_assert((int)STORAGE_SECTOR_BYTES == (int)BLOCK_SECTOR_BYTES, "one sector is one sector");

static void next_start(void);
static void request_begin(void);
static enum error disk_start(enum virtual_storage_step step);
static enum error sector_take(struct transfer_buffer buffer);
static enum error write_start(void);
static enum error flush_start(void);
static void request_end(enum error status);

void virtual_storage_init(void)
{
    deferred_call_request();
}

void virtual_storage_deferred(void)
{
    if (!virtual_storage.is_started) {
        virtual_storage.is_started = true;
        // What the disk does after a restart was asked for before it.
        if (virtual_storage_disk.cancel() == ERROR_NONE) {
            virtual_storage.step = STEP_CANCEL;
        }
        for (size_t i = 0; i < VIRTUAL_STORAGE_CLIENT_COUNT; i++) {
            struct storage_done done = {.status = ERROR_RESERVE};
            if (!AT(virtual_storage.request, i).is_waiting &&
                AT(virtual_storage_clients, i).done != NULL) {
                (void)AT(virtual_storage_clients, i).done(&done);
            }
        }
    }
    next_start();
}

/// Begins with the next request that waits, if the disk is free.
static void next_start(void)
{
    for (size_t i = 1; i <= VIRTUAL_STORAGE_CLIENT_COUNT && virtual_storage.step == STEP_NONE;
         i++) {
        size_t place = (virtual_storage.turn + i) % VIRTUAL_STORAGE_CLIENT_COUNT;
        if (AT(virtual_storage.request, place).is_waiting) {
            virtual_storage.turn = (uint8_t)place;
            request_begin();
            return;
        }
    }
}

static void request_begin(void)
{
    bool is_whole_write =
        AT(virtual_storage.request, virtual_storage.turn).operation == STORAGE_WRITE &&
        AT(virtual_storage.request, virtual_storage.turn).length_bytes == STORAGE_SECTOR_BYTES;
    enum error error = ERROR_NONE;
    if (is_whole_write) {
        // What is there was read for another client.
        virtual_storage.sector = (struct virtual_storage_sector){.bytes = {0}};
        error = write_start();
    } else {
        error = disk_start(STEP_READ);
    }
    if (error != ERROR_NONE) {
        request_end(error);
    }
}

/// Has the disk read or write the sector of the request.
static enum error disk_start(enum virtual_storage_step step)
{
    const struct block_transfer transfer = {
        .buffer = transfer_buffer_home(0),
        .first_sector = (uint64_t)AT(virtual_storage_regions, virtual_storage.turn).first_sector +
                        AT(virtual_storage.request, virtual_storage.turn).sector,
        .sector_count = 1,
    };
    enum error error = step == STEP_READ ? virtual_storage_disk.read(&transfer)
                                         : virtual_storage_disk.write(&transfer);
    if (error == ERROR_NONE) {
        virtual_storage.step = (uint8_t)step;
    }
    return error;
}

void virtual_storage_block_done(const struct block_done *event)
{
    uint8_t step = virtual_storage.step;
    enum error error = event->status == ERROR_NONE ? ERROR_NONE : ERROR_FAILED;
    virtual_storage.step = STEP_NONE;
    switch (step) {
    case STEP_READ:
        if (error == ERROR_NONE) {
            error = sector_take(event->buffer);
        }
        break;
    case STEP_WRITE:
        if (error == ERROR_NONE) {
            error = flush_start();
        }
        break;
    case STEP_FLUSH:
        break;
    default:
        // The end of something from before a restart.
        deferred_call_request();
        return;
    }
    if (virtual_storage.step == STEP_NONE) {
        request_end(error);
    }
}

/// The sector of the request has been read: that was it, or it is now changed and written.
static enum error sector_take(struct transfer_buffer buffer)
{
    enum error error = transfer_buffer_read(buffer, 0, SPAN_IN(virtual_storage.sector.bytes));
    if (error == ERROR_NONE &&
        AT(virtual_storage.request, virtual_storage.turn).operation == STORAGE_WRITE) {
        error = write_start();
    }
    return error;
}

/// Has the client put its bytes into the sector, and the disk write it.
static enum error write_start(void)
{
    struct storage_piece piece = {
        .bytes = SPAN_PART(virtual_storage.sector.bytes,
                           AT(virtual_storage.request, virtual_storage.turn).first_byte,
                           AT(virtual_storage.request, virtual_storage.turn).length_bytes),
    };
    if (AT(virtual_storage_clients, virtual_storage.turn).fetch(&piece) != ERROR_NONE ||
        !piece.is_given) {
        return ERROR_CANCEL;
    }
    enum error error = transfer_buffer_write(transfer_buffer_home(0), 0,
                                             CONST_SPAN_IN(virtual_storage.sector.bytes));
    return error == ERROR_NONE ? disk_start(STEP_WRITE) : error;
}

static enum error flush_start(void)
{
    enum error error = virtual_storage_disk.flush();
    if (error == ERROR_NONE) {
        virtual_storage.step = STEP_FLUSH;
    }
    // A disk that cannot flush has nothing that would not last.
    return error == ERROR_NO_SUPPORT ? ERROR_NONE : error;
}

/// Ends the request whose turn it is. Whatever went wrong below is the disk's failure, but for a
/// client that gave nothing.
static void request_end(enum error status)
{
    bool is_read = AT(virtual_storage.request, virtual_storage.turn).operation == STORAGE_READ;
    uint32_t length_bytes = AT(virtual_storage.request, virtual_storage.turn).length_bytes;
    uint32_t done_bytes = status == ERROR_NONE ? length_bytes : 0;
    struct storage_done done = {
        .status = status == ERROR_NONE || status == ERROR_CANCEL ? status : ERROR_FAILED,
        .length_bytes = done_bytes,
        .bytes = CONST_SPAN_PART(virtual_storage.sector.bytes,
                                 AT(virtual_storage.request, virtual_storage.turn).first_byte,
                                 is_read ? done_bytes : 0),
    };
    AT(virtual_storage.request, virtual_storage.turn).is_waiting = false;
    (void)AT(virtual_storage_clients, virtual_storage.turn).done(&done);
    deferred_call_request(); // The next one is begun by a run of its own.
}

// ---------------------------------------------------------------------------------------------
// What clients call

/// How many sectors of a region the disk has.
static uint32_t region_sectors(enum virtual_storage_place place)
{
    struct block_description disk = {.sector_count = 0};
    virtual_storage_disk.describe(&disk);
    uint32_t first = AT(virtual_storage_regions, place).first_sector;
    uint32_t count = AT(virtual_storage_regions, place).sector_count;
    if (disk.sector_count <= first) {
        return 0;
    }
    return disk.sector_count - first < count ? (uint32_t)(disk.sector_count - first) : count;
}

static enum error client_request(enum virtual_storage_place place,
                                 const struct storage_request *request)
{
    uint32_t length_bytes = region_sectors(place) * STORAGE_SECTOR_BYTES;
    if (length_bytes == 0) {
        return ERROR_NO_DEVICE;
    }
    if (request->operation > STORAGE_WRITE || request->length_bytes == 0 ||
        request->offset_bytes > length_bytes ||
        request->length_bytes > length_bytes - request->offset_bytes) {
        return ERROR_INVALID;
    }
    if (AT(virtual_storage.request, place).is_waiting) {
        return ERROR_BUSY;
    }
    uint32_t first_byte = request->offset_bytes % STORAGE_SECTOR_BYTES;
    uint32_t room = STORAGE_SECTOR_BYTES - first_byte;
    AT(virtual_storage.request, place).operation = request->operation;
    AT(virtual_storage.request, place).sector = request->offset_bytes / STORAGE_SECTOR_BYTES;
    AT(virtual_storage.request, place).first_byte = first_byte;
    AT(virtual_storage.request, place).length_bytes =
        request->length_bytes < room ? request->length_bytes : room;
    AT(virtual_storage.request, place).is_waiting = true;
    deferred_call_request();
    return ERROR_NONE;
}

void virtual_storage_first_describe(struct storage_description *description)
{
    description->length_bytes = region_sectors(VIRTUAL_STORAGE_FIRST) * STORAGE_SECTOR_BYTES;
}

void virtual_storage_first_request(struct storage_request *request)
{
    request->status = client_request(VIRTUAL_STORAGE_FIRST, request);
}

void virtual_storage_second_describe(struct storage_description *description)
{
    description->length_bytes = region_sectors(VIRTUAL_STORAGE_SECOND) * STORAGE_SECTOR_BYTES;
}

void virtual_storage_second_request(struct storage_request *request)
{
    request->status = client_request(VIRTUAL_STORAGE_SECOND, request);
}

void virtual_storage_third_describe(struct storage_description *description)
{
    description->length_bytes = region_sectors(VIRTUAL_STORAGE_THIRD) * STORAGE_SECTOR_BYTES;
}

void virtual_storage_third_request(struct storage_request *request)
{
    request->status = client_request(VIRTUAL_STORAGE_THIRD, request);
}
