// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "nonvolatile_storage.h"

#include <support/lease_copy.h>

enum { PROCESS_COUNT_MAX = 64 /* bound of the loops over processes */ };

/// What the driver keeps for one process, in its grant.
struct nonvolatile_storage_client {
    struct lease bytes; ///< where they go to or come from
    uint32_t offset_bytes;
    uint32_t done_bytes;
    uint8_t operation; ///< enum storage_operation
    bool is_waiting;
};

_Static_assert(sizeof(struct nonvolatile_storage_client) <= NONVOLATILE_STORAGE_GRANT_BYTES,
               "the board reserves NONVOLATILE_STORAGE_GRANT_BYTES");

static struct {
    struct process_id served; ///< whose turn it is, or was
    bool is_busy;             ///< the storage has a request
    bool is_foreign;          ///< and that was made before a restart of this capsule
} nonvolatile_storage CAPSULE_STATE;

static uint32_t region_length(void)
{
    struct storage_description region = {.length_bytes = 0};
    enum error error = nonvolatile_storage_region.describe(&region);
    return error == ERROR_NONE ? region.length_bytes : 0;
}

static void request_end(struct process_id process, struct nonvolatile_storage_client *client,
                        enum error status)
{
    if (client->is_waiting) {
        uint32_t upcall = client->operation == STORAGE_READ ? NONVOLATILE_STORAGE_UPCALL_READ
                                                            : NONVOLATILE_STORAGE_UPCALL_WRITTEN;
        (void)upcall_schedule(process, upcall, client->done_bytes, 0, (uint32_t)status);
        client->is_waiting = false;
    }
}

static enum error request_start(const struct command *command, enum storage_operation operation)
{
    uint32_t region_bytes = region_length();
    uint32_t offset_bytes = command->argument[0];
    uint32_t wanted_bytes = command->argument[1];
    if (offset_bytes > region_bytes || wanted_bytes > region_bytes - offset_bytes) {
        return ERROR_INVALID;
    }
    enum error error = ERROR_NONE;
    WITH_GRANT(struct nonvolatile_storage_client, client, command->process, error)
    {
        if (client->is_waiting) {
            error = ERROR_NO_MEMORY;
            break;
        }
        lease_take(command->process,
                   operation == STORAGE_READ ? BUFFER_READ_WRITE : BUFFER_READ_ONLY,
                   NONVOLATILE_STORAGE_ALLOW, wanted_bytes, &client->bytes);
        if (wanted_bytes > 0 && lease_left(&client->bytes) == 0) {
            error = ERROR_RESERVE;
            break;
        }
        client->operation = (uint8_t)operation;
        client->offset_bytes = offset_bytes;
        client->done_bytes = 0;
        client->is_waiting = true;
        deferred_call_request();
    }
    return error;
}

void nonvolatile_storage_command(struct command *command)
{
    enum error error = ERROR_NONE;
    if (region_length() == 0) {
        error = ERROR_NO_DEVICE;
    } else {
        switch (command->number) {
        case COMMAND_EXISTS:
            break;
        case NONVOLATILE_STORAGE_COMMAND_SIZE:
            command_success_u32(command, region_length());
            return;
        case NONVOLATILE_STORAGE_COMMAND_READ:
            error = request_start(command, STORAGE_READ);
            break;
        case NONVOLATILE_STORAGE_COMMAND_WRITE:
            error = request_start(command, STORAGE_WRITE);
            break;
        default:
            error = ERROR_NO_SUPPORT;
            break;
        }
    }
    command_result(command, error);
}

/// Has the storage work for a process, whose turn it is from now on. Ends its request if there is
/// nothing (more) to do. False: the next process may have its turn.
static bool turn_take(struct process_id process)
{
    enum error error;
    WITH_GRANT(struct nonvolatile_storage_client, client, process, error)
    {
        if (client->is_waiting && lease_left(&client->bytes) == 0) {
            request_end(process, client, ERROR_NONE);
        }
        if (!client->is_waiting) {
            break;
        }
        struct storage_request request = {
            .operation = client->operation,
            .offset_bytes = client->offset_bytes + client->done_bytes,
            .length_bytes = lease_left(&client->bytes),
            .status = ERROR_FAILED,
        };
        error = nonvolatile_storage_region.request(&request);
        error = error == ERROR_NONE ? request.status : error;
        if (error == ERROR_NONE || error == ERROR_BUSY) {
            nonvolatile_storage.is_busy = true;
            nonvolatile_storage.is_foreign = error == ERROR_BUSY;
            nonvolatile_storage.served = process;
        } else {
            request_end(process, client, error);
        }
    }
    return nonvolatile_storage.is_busy;
}

/// Finds the next process behind the last one that was served, and serves it.
void nonvolatile_storage_deferred(void)
{
    struct process_id process = nonvolatile_storage.served;
    for (size_t pass = 0; pass < 2 && !nonvolatile_storage.is_busy; pass++) {
        for (size_t i = 0; i < PROCESS_COUNT_MAX && grant_next_process(&process); i++) {
            if (turn_take(process)) {
                return;
            }
        }
        process.number = 0;
    }
}

void nonvolatile_storage_fetch(struct storage_piece *piece)
{
    if (!nonvolatile_storage.is_busy || nonvolatile_storage.is_foreign) {
        return;
    }
    enum error error;
    WITH_GRANT(struct nonvolatile_storage_client, client, nonvolatile_storage.served, error)
    {
        error = lease_read_all(&client->bytes, piece->bytes);
        piece->is_given = error == ERROR_NONE;
    }
}

void nonvolatile_storage_done(struct storage_done *done)
{
    if (!nonvolatile_storage.is_busy) {
        return;
    }
    nonvolatile_storage.is_busy = false;
    deferred_call_request();
    if (nonvolatile_storage.is_foreign) {
        return; // Now the storage is free for the request that was refused.
    }
    enum error error;
    WITH_GRANT(struct nonvolatile_storage_client, client, nonvolatile_storage.served, error)
    {
        error = done->status;
        if (error == ERROR_NONE && client->operation == STORAGE_READ) {
            error = lease_write_all(&client->bytes, done->bytes);
        }
        if (error == ERROR_NONE) {
            client->done_bytes += done->length_bytes;
        } else {
            // A process that took its buffer back has given nothing, or gets nothing more.
            request_end(nonvolatile_storage.served, client,
                        error == ERROR_RESERVE ? ERROR_RESERVE : ERROR_FAILED);
        }
    }
}

void nonvolatile_storage_on_restart(struct process_id *process)
{
    enum error error;
    WITH_GRANT(struct nonvolatile_storage_client, client, process_id_at(process), error)
    {
        request_end(process_id_at(process), client, ERROR_RESERVE);
    }
}
