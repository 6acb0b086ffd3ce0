// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "isolated_storage.h"

#include <lib/cell.h>
#include <lib/checked_index.h>
#include <support/lease_copy.h>

enum { PROCESS_COUNT_MAX = 64 /* bound of the loops over processes */ };
enum { HEADER_WORDS = 3, HEADER_FIRST_WORD = 1 << 24 | ISOLATED_STORAGE_BYTES };

/// What the driver keeps for one process, in its grant.
struct isolated_storage_client {
    struct lease bytes; ///< where they go to or come from
    uint32_t short_id;
    uint32_t region; ///< its place among all, counted from 1; 0: not known yet
    uint32_t offset_bytes;
    uint32_t done_bytes;
    uint8_t command; ///< enum isolated_storage_command_number; 0: nothing is wanted
};

_Static_assert(sizeof(struct isolated_storage_client) <= ISOLATED_STORAGE_GRANT_BYTES,
               "the board reserves ISOLATED_STORAGE_GRANT_BYTES");

/// What is to be done next for the process whose turn it is.
enum isolated_storage_step {
    STEP_NONE,   ///< another one's turn comes
    STEP_LOOK,   ///< read the header of a region
    STEP_CLEAR,  ///< zero a sector of a free one
    STEP_HEADER, ///< write its header
    STEP_MOVE,   ///< read or write the program's bytes
};

static struct {
    struct process_id served; ///< whose turn it is, or was
    uint8_t step;             ///< enum isolated_storage_step
    bool is_busy;             ///< the storage works on that step
    bool is_foreign;          ///< it works for a request from before a restart of this capsule
    uint32_t region;          ///< that is looked at or made, counted from 0
    uint32_t region_count;
    OPTIONAL_CELL(uint32_t) free_region; ///< the first one that was seen
    uint32_t cleared_bytes;
    uint32_t header[HEADER_WORDS]; ///< that is to be written
} isolated_storage CAPSULE_STATE;

static uint32_t region_count(void)
{
    struct storage_description medium = {.length_bytes = 0};
    enum error error = isolated_storage_medium.describe(&medium);
    return error == ERROR_NONE ? medium.length_bytes / ISOLATED_STORAGE_REGION_BYTES : 0;
}

static void request_end(struct process_id process, struct isolated_storage_client *client,
                        enum error status)
{
    uint32_t bytes = client->command == ISOLATED_STORAGE_COMMAND_SIZE && status == ERROR_NONE
                         ? ISOLATED_STORAGE_BYTES
                         : client->done_bytes;
    if (client->command != 0) {
        (void)upcall_schedule(process, client->command - 1u, (uint32_t)status, bytes, 0);
        client->command = 0;
    }
}

// ---------------------------------------------------------------------------------------------
// Commands

/// Takes the lease of a request; what is wrong with it.
static enum error buffer_take(const struct command *command, struct isolated_storage_client *client)
{
    enum buffer_kind kind =
        command->number == ISOLATED_STORAGE_COMMAND_READ ? BUFFER_READ_WRITE : BUFFER_READ_ONLY;
    lease_take(command->process, kind, ISOLATED_STORAGE_ALLOW, UINT32_MAX, &client->bytes);
    uint32_t length = lease_left(&client->bytes);
    client->offset_bytes = command->argument[0];
    if (length == 0) {
        return ERROR_RESERVE;
    }
    if (command->argument[1] != 0 || command->argument[0] > ISOLATED_STORAGE_BYTES ||
        length > ISOLATED_STORAGE_BYTES - command->argument[0]) {
        return ERROR_INVALID;
    }
    return ERROR_NONE;
}

static enum error request_start(const struct command *command)
{
    struct storage_rights_request request = {.process = command->process};
    enum error error = isolated_storage_rights.look_up(&request);
    if (error != ERROR_NONE) {
        return error;
    }
    if (request.rights.short_id == 0 || !request.rights.may_write) {
        return ERROR_NO_SUPPORT;
    }
    WITH_GRANT(struct isolated_storage_client, client, command->process, error)
    {
        if (client->command != 0) {
            error = ERROR_BUSY;
            break;
        }
        client->short_id = request.rights.short_id;
        client->command = (uint8_t)command->number;
        client->done_bytes = 0;
        enum error wrong = ERROR_NONE;
        if (command->number != ISOLATED_STORAGE_COMMAND_SIZE) {
            wrong = buffer_take(command, client);
        }
        if (wrong != ERROR_NONE) {
            request_end(command->process, client, wrong);
        }
        deferred_call_request();
    }
    return error;
}

void isolated_storage_command(struct command *command)
{
    enum error error = ERROR_NONE;
    if (region_count() == 0) {
        error = ERROR_NO_DEVICE;
    } else if (command->number > ISOLATED_STORAGE_COMMAND_WRITE) {
        error = ERROR_NO_SUPPORT;
    } else if (command->number != COMMAND_EXISTS) {
        error = request_start(command);
    }
    command_result(command, error);
}

// ---------------------------------------------------------------------------------------------
// Steps

/// Whether a request is over, since all is done or the program took its buffer back.
static bool is_moved(const struct isolated_storage_client *client)
{
    return client->command == ISOLATED_STORAGE_COMMAND_SIZE || lease_left(&client->bytes) == 0;
}

/// Begins with the request of a process, if it has one.
static void turn_take(struct process_id process)
{
    enum error error;
    WITH_GRANT(struct isolated_storage_client, client, process, error)
    {
        if (client->command == 0) {
            break;
        }
        isolated_storage.served = process;
        if (client->region == 0) {
            isolated_storage.step = STEP_LOOK;
            isolated_storage.region = 0;
            isolated_storage.region_count = region_count();
            OPTIONAL_CLEAR(isolated_storage.free_region);
        } else if (is_moved(client)) {
            request_end(process, client, ERROR_NONE);
        } else {
            isolated_storage.step = STEP_MOVE;
        }
    }
}

/// What the storage is to do for the present step.
static struct storage_request step_request(const struct isolated_storage_client *client)
{
    struct storage_request request = {
        .operation = STORAGE_WRITE,
        .offset_bytes = isolated_storage.region * ISOLATED_STORAGE_REGION_BYTES,
        .length_bytes = ISOLATED_STORAGE_HEADER_BYTES,
        .status = ERROR_FAILED,
    };
    switch (isolated_storage.step) {
    case STEP_LOOK:
        request.operation = STORAGE_READ;
        break;
    case STEP_CLEAR:
        request.offset_bytes += isolated_storage.cleared_bytes;
        request.length_bytes = STORAGE_SECTOR_BYTES;
        break;
    case STEP_MOVE:
        if (client->command == ISOLATED_STORAGE_COMMAND_READ) {
            request.operation = STORAGE_READ;
        }
        request.offset_bytes = (client->region - 1) * ISOLATED_STORAGE_REGION_BYTES +
                               ISOLATED_STORAGE_HEADER_BYTES + client->offset_bytes +
                               client->done_bytes;
        request.length_bytes = lease_left(&client->bytes);
        break;
    default:
        break;
    }
    return request;
}

/// Has the storage do the present step.
static void step_start(void)
{
    enum error error;
    WITH_GRANT(struct isolated_storage_client, client, isolated_storage.served, error)
    {
        struct storage_request request = step_request(client);
        error = isolated_storage_medium.request(&request);
        error = error == ERROR_NONE ? request.status : error;
        isolated_storage.is_busy = error == ERROR_NONE || error == ERROR_BUSY;
        isolated_storage.is_foreign = error == ERROR_BUSY;
        if (!isolated_storage.is_busy) {
            request_end(isolated_storage.served, client, error);
        }
    }
    if (!isolated_storage.is_busy) {
        // Whoever the step was for has ended, or its request has.
        isolated_storage.step = STEP_NONE;
        deferred_call_request();
    }
}

void isolated_storage_deferred(void)
{
    if (isolated_storage.is_busy) {
        return;
    }
    // The next process behind the last one that was served, round and round.
    struct process_id process = isolated_storage.served;
    for (size_t pass = 0; pass < 2 && isolated_storage.step == STEP_NONE; pass++) {
        for (size_t i = 0; i < PROCESS_COUNT_MAX && isolated_storage.step == STEP_NONE &&
                           grant_next_process(&process);
             i++) {
            turn_take(process);
        }
        process.number = 0;
    }
    if (isolated_storage.step != STEP_NONE) {
        step_start();
    }
}

// ---------------------------------------------------------------------------------------------
// What the storage asks for and tells

void isolated_storage_fetch(struct storage_piece *piece)
{
    if (!isolated_storage.is_busy || isolated_storage.is_foreign) {
        return;
    }
    enum error error;
    WITH_GRANT(struct isolated_storage_client, client, isolated_storage.served, error)
    {
        switch (isolated_storage.step) {
        case STEP_CLEAR:
            break; // It is all zero.
        case STEP_HEADER:
            for (size_t i = 0; i < ISOLATED_STORAGE_HEADER_BYTES; i++) {
                uint32_t word = AT(isolated_storage.header, i / 4);
                span_byte_set(piece->bytes, i, (uint8_t)(word >> (i % 4 * 8)));
            }
            break;
        default:
            error = lease_read_all(&client->bytes, piece->bytes);
            break;
        }
        piece->is_given = error == ERROR_NONE;
    }
}

static uint32_t word_of(struct const_span bytes, size_t index)
{
    uint32_t word = 0;
    for (size_t i = 0; i < 4; i++) {
        word |= (uint32_t)const_span_byte(bytes, index * 4 + i) << (i * 8);
    }
    return word;
}

/// A header was read: is it the program's own? If not, the next one is looked at; behind the last
/// one a region is made for the program.
static enum error header_look(struct isolated_storage_client *client, struct const_span bytes)
{
    uint32_t first = word_of(bytes, 0);
    uint32_t owner = word_of(bytes, 1);
    uint32_t check = word_of(bytes, 2);
    if (first == HEADER_FIRST_WORD && owner == client->short_id && check == (first ^ owner)) {
        client->region = isolated_storage.region + 1;
        isolated_storage.step = STEP_NONE;
        return ERROR_NONE;
    }
    if (first == owner && first == check && (first == 0 || first == UINT32_MAX) &&
        !OPTIONAL_HAS(isolated_storage.free_region)) {
        OPTIONAL_SET(isolated_storage.free_region, isolated_storage.region);
    }
    isolated_storage.region++;
    if (isolated_storage.region < isolated_storage.region_count) {
        return ERROR_NONE;
    }
    if (!OPTIONAL_HAS(isolated_storage.free_region)) {
        return ERROR_NO_MEMORY;
    }
    isolated_storage.region = OPTIONAL_GET(isolated_storage.free_region);
    isolated_storage.cleared_bytes = 0;
    isolated_storage.step = STEP_CLEAR;
    return ERROR_NONE;
}

/// The present step is done: what comes next?
static enum error step_end(struct isolated_storage_client *client, const struct storage_done *done)
{
    enum error error = ERROR_NONE;
    switch (isolated_storage.step) {
    case STEP_LOOK:
        return header_look(client, done->bytes);
    case STEP_CLEAR:
        isolated_storage.cleared_bytes += done->length_bytes;
        if (isolated_storage.cleared_bytes >= ISOLATED_STORAGE_REGION_BYTES) {
            isolated_storage.header[0] = HEADER_FIRST_WORD;
            isolated_storage.header[1] = client->short_id;
            isolated_storage.header[2] = HEADER_FIRST_WORD ^ client->short_id;
            isolated_storage.step = STEP_HEADER;
        }
        return ERROR_NONE;
    case STEP_HEADER:
        client->region = isolated_storage.region + 1;
        break;
    default:
        if (client->command == ISOLATED_STORAGE_COMMAND_READ) {
            error = lease_write_all(&client->bytes, done->bytes);
        }
        if (error == ERROR_NONE) {
            client->done_bytes += done->length_bytes;
        }
        break;
    }
    isolated_storage.step = STEP_NONE;
    return error;
}

void isolated_storage_done(struct storage_done *done)
{
    if (!isolated_storage.is_busy) {
        return;
    }
    isolated_storage.is_busy = false;
    deferred_call_request();
    if (isolated_storage.is_foreign) {
        return; // Now the storage is free for the step that was refused.
    }
    enum error error = ERROR_NONE;
    WITH_GRANT(struct isolated_storage_client, client, isolated_storage.served, error)
    {
        error = done->status;
        if (error == ERROR_NONE) {
            error = step_end(client, done);
        }
        if (error != ERROR_NONE) {
            // A process that took its buffer back has given nothing, or gets nothing more.
            bool is_known = error == ERROR_RESERVE || error == ERROR_NO_MEMORY;
            request_end(isolated_storage.served, client, is_known ? error : ERROR_FAILED);
        }
    }
    if (error != ERROR_NONE) {
        isolated_storage.step = STEP_NONE;
    }
}

void isolated_storage_on_restart(struct process_id *process)
{
    enum error error;
    WITH_GRANT(struct isolated_storage_client, client, process_id_at(process), error)
    {
        request_end(process_id_at(process), client, ERROR_RESERVE);
    }
}
