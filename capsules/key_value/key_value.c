// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "key_value.h"

#include <lib/checked_index.h>
#include <support/lease_copy.h>

#include "index.h"
#include "record.h"

enum { PROCESS_COUNT_MAX = 64 /* bound of the loops over processes */ };

/// What the driver keeps for one process, in its grant.
struct key_value_client {
    struct lease value; ///< where it comes from or goes to
    uint64_t key_hash;
    uint8_t command; ///< enum key_value_command_number; 0: nothing is wanted
};

_Static_assert(sizeof(struct key_value_client) <= KEY_VALUE_GRANT_BYTES,
               "the board reserves KEY_VALUE_GRANT_BYTES");

/// What is to be done next.
enum key_value_step {
    STEP_NONE,
    STEP_SCAN,   ///< reads a sector, to learn what is in it
    STEP_CLEAN,  ///< erases a sector that is superseded
    STEP_READ,   ///< reads the value that a program asked for
    STEP_WRITE,  ///< writes a program's value
    STEP_DELETE, ///< erases the value of a program
};

static struct {
    struct process_id served;  ///< whose turn it is, or was
    struct process_id wanting; ///< for whom the present step is
    uint8_t step;              ///< enum key_value_step
    bool is_busy;              ///< the storage works on that step
    bool is_foreign;           ///< it works for a request from before a restart of this capsule
    bool is_known;             ///< the index says what is on the medium
    uint32_t sector;           ///< of the present step
    struct key_value_record record; ///< that is written
    struct key_value_index index;
} key_value CAPSULE_STATE;

static uint32_t sector_count(void)
{
    struct storage_description medium = {.length_bytes = 0};
    enum error error = key_value_medium.describe(&medium);
    uint32_t count = error == ERROR_NONE ? medium.length_bytes / STORAGE_SECTOR_BYTES : 0;
    return count < KEY_VALUE_SECTORS_MAX ? count : KEY_VALUE_SECTORS_MAX;
}

static void request_end(struct process_id process, struct key_value_client *client,
                        enum error status, uint32_t length_bytes)
{
    if (client->command != 0) {
        (void)upcall_schedule(process, KEY_VALUE_UPCALL_DONE, (uint32_t)status, length_bytes, 0);
        client->command = 0;
    }
}

// ---------------------------------------------------------------------------------------------
// Commands

/// Notes the hash of the key that the process allows.
static enum error key_take(struct process_id process, struct key_value_client *client)
{
    struct lease lease;
    lease_take(process, BUFFER_READ_ONLY, KEY_VALUE_ALLOW_KEY, UINT32_MAX, &lease);
    uint32_t length = lease_left(&lease);
    if (length == 0) {
        return ERROR_RESERVE;
    }
    if (length > KEY_VALUE_KEY_BYTES_MAX) {
        return ERROR_SIZE;
    }
    uint8_t key[KEY_VALUE_KEY_BYTES_MAX];
    enum error error = lease_read(&lease, SPAN_PART(key, 0, length));
    client->key_hash = key_value_hash(CONST_SPAN_PART(key, 0, length));
    return error;
}

/// Takes the lease on the value of a request.
static enum error value_take(const struct command *command, struct lease *lease)
{
    if (command->number == KEY_VALUE_COMMAND_DELETE) {
        return ERROR_NONE;
    }
    bool is_get = command->number == KEY_VALUE_COMMAND_GET;
    lease_take(command->process, is_get ? BUFFER_READ_WRITE : BUFFER_READ_ONLY,
               is_get ? KEY_VALUE_ALLOW_RESULT : KEY_VALUE_ALLOW_VALUE, UINT32_MAX, lease);
    if (lease_left(lease) == 0) {
        return ERROR_RESERVE;
    }
    return is_get || lease_left(lease) <= KEY_VALUE_BYTES_MAX ? ERROR_NONE : ERROR_SIZE;
}

static enum error request_start(const struct command *command)
{
    struct storage_rights_request request = {.process = command->process};
    enum error error = key_value_rights.look_up(&request);
    if (error != ERROR_NONE) {
        return error;
    }
    if (request.rights.short_id == 0) {
        return ERROR_INVALID;
    }
    WITH_GRANT(struct key_value_client, client, command->process, error)
    {
        if (client->command != 0) {
            error = ERROR_NO_MEMORY;
            break;
        }
        if (command->number != KEY_VALUE_COMMAND_COLLECT) {
            error = key_take(command->process, client);
            if (error == ERROR_NONE) {
                error = value_take(command, &client->value);
            }
        }
        if (error == ERROR_NONE) {
            client->command = (uint8_t)command->number;
            deferred_call_request();
        }
    }
    return error;
}

void key_value_command(struct command *command)
{
    enum error error = ERROR_NONE;
    if (sector_count() == 0) {
        error = ERROR_NO_DEVICE;
    } else if (command->number > KEY_VALUE_COMMAND_COLLECT) {
        error = ERROR_NO_SUPPORT;
    } else if (command->number != COMMAND_EXISTS) {
        error = request_start(command);
    }
    command_result(command, error);
}

// ---------------------------------------------------------------------------------------------
// Operations, with an index that is known and in which nothing is superseded

/// Prepares the record of a value that is to be stored. `found` is the sector of the present one.
static enum error write_decide(const struct key_value_client *client,
                               const struct storage_rights *rights, uint32_t found)
{
    bool exists = found != KEY_VALUE_NO_SECTOR;
    bool is_refused = !rights->may_write;
    if (exists) {
        is_refused = is_refused || client->command == KEY_VALUE_COMMAND_ADD ||
                     !storage_rights_may_modify(rights, AT(key_value.index.sectors, found).owner);
    } else {
        is_refused = is_refused || client->command == KEY_VALUE_COMMAND_UPDATE;
    }
    if (is_refused) {
        return ERROR_NO_SUPPORT;
    }
    // A key that is added leaves a sector free, in which others can be changed.
    key_value.sector = key_value_index_free(&key_value.index, exists ? 1 : 2);
    if (key_value.sector == KEY_VALUE_NO_SECTOR ||
        key_value.index.sequence_next >> KEY_VALUE_SEQUENCE_BITS != 0) {
        return ERROR_NO_MEMORY;
    }
    if (lease_left(&client->value) == 0) {
        return ERROR_FAILED; // The program took its buffer back.
    }
    key_value.record.sequence = key_value.index.sequence_next;
    key_value.record.key_hash = client->key_hash;
    key_value.record.length_bytes = lease_left(&client->value);
    key_value.record.owner = rights->short_id;
    key_value.step = STEP_WRITE;
    return ERROR_NONE;
}

/// Decides what a request of a program needs: a step, or nothing but its end.
static enum error request_decide(const struct key_value_client *client,
                                 const struct storage_rights *rights)
{
    uint32_t found = key_value_index_find(&key_value.index, client->key_hash);
    uint32_t owner = found != KEY_VALUE_NO_SECTOR ? AT(key_value.index.sectors, found).owner : 0;
    switch (client->command) {
    case KEY_VALUE_COMMAND_GET:
        if (!storage_rights_may_read(rights, owner)) {
            return ERROR_NO_SUPPORT;
        }
        key_value.sector = found;
        key_value.step = STEP_READ;
        return ERROR_NONE;
    case KEY_VALUE_COMMAND_DELETE:
        if (!storage_rights_may_modify(rights, owner)) {
            return ERROR_NO_SUPPORT;
        }
        key_value.sector = found;
        key_value.step = STEP_DELETE;
        return ERROR_NONE;
    case KEY_VALUE_COMMAND_COLLECT:
        return ERROR_NONE; // Nothing is superseded.
    default:
        return write_decide(client, rights, found);
    }
}

/// Begins with the request of a process.
static void turn_take(struct process_id process)
{
    struct storage_rights_request request = {.process = process};
    enum error error = key_value_rights.look_up(&request);
    if (error != ERROR_NONE) {
        request.rights = (struct storage_rights){.short_id = 0};
    }
    key_value.served = process;
    WITH_GRANT(struct key_value_client, client, process, error)
    {
        enum error status = request_decide(client, &request.rights);
        if (key_value.step == STEP_NONE) {
            request_end(process, client, status, 0);
            deferred_call_request();
        }
    }
}

// ---------------------------------------------------------------------------------------------
// Steps

/// Whether a process waits for something.
static bool is_wanting(struct process_id process)
{
    bool is_wanting = false;
    enum error error;
    WITH_GRANT(struct key_value_client, client, process, error)
    {
        is_wanting = client->command != 0;
    }
    return is_wanting;
}

/// Finds the next process behind the last one that was served that waits for something.
static bool turn_find(void)
{
    struct process_id process = key_value.served;
    for (size_t pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < PROCESS_COUNT_MAX && grant_next_process(&process); i++) {
            if (is_wanting(process)) {
                key_value.wanting = process;
                return true;
            }
        }
        process.number = 0;
    }
    return false;
}

/// Ends the request of the process for which the present step is.
static void wanting_end(enum error status, uint32_t length_bytes)
{
    enum error error;
    WITH_GRANT(struct key_value_client, client, key_value.wanting, error)
    {
        request_end(key_value.wanting, client, status, length_bytes);
    }
}

/// Has the storage do the present step.
static void step_start(void)
{
    bool is_read = key_value.step == STEP_SCAN || key_value.step == STEP_READ;
    struct storage_request request = {
        .operation = is_read ? STORAGE_READ : STORAGE_WRITE,
        .offset_bytes = key_value.sector * STORAGE_SECTOR_BYTES,
        .length_bytes = STORAGE_SECTOR_BYTES,
        .status = ERROR_FAILED,
    };
    enum error error = key_value_medium.request(&request);
    error = error == ERROR_NONE ? request.status : error;
    key_value.is_busy = error == ERROR_NONE || error == ERROR_BUSY;
    key_value.is_foreign = error == ERROR_BUSY;
    if (!key_value.is_busy) {
        key_value.step = STEP_NONE;
        wanting_end(error, 0);
        deferred_call_request();
    }
}

/// Chooses what is to be done next for the process that waits.
static void step_choose(void)
{
    uint32_t stale = key_value_index_stale(&key_value.index);
    if (!key_value.is_known) {
        key_value_index_clear(&key_value.index, sector_count());
        key_value.sector = 0;
        key_value.step = STEP_SCAN;
    } else if (stale != KEY_VALUE_NO_SECTOR) {
        key_value.sector = stale;
        key_value.step = STEP_CLEAN;
    } else {
        turn_take(key_value.wanting);
    }
}

void key_value_deferred(void)
{
    if (key_value.is_busy) {
        return;
    }
    if (key_value.step == STEP_NONE && turn_find()) {
        step_choose();
    }
    if (key_value.step != STEP_NONE) {
        step_start();
    }
}

/// Puts the value and the header before it into the sector.
static enum error record_give(struct key_value_client *client, struct span sector)
{
    enum error error =
        lease_read_all(&client->value, span_part(sector, KEY_VALUE_RECORD_HEADER_BYTES,
                                                 key_value.record.length_bytes));
    key_value_record_write(sector, &key_value.record);
    return error;
}

void key_value_fetch(struct storage_piece *piece)
{
    if (!key_value.is_busy || key_value.is_foreign) {
        return;
    }
    enum error error = ERROR_NONE; // To erase is to leave the sector zero.
    if (key_value.step == STEP_WRITE) {
        WITH_GRANT(struct key_value_client, client, key_value.wanting, error)
        {
            error = record_give(client, piece->bytes);
        }
    }
    piece->is_given = error == ERROR_NONE;
}

/// Ends a request for a value, which has been read.
static void value_give(struct const_span sector)
{
    struct key_value_record record;
    // Rights were decided by what the index says: this must be that very record.
    if (!key_value_record_read(sector, &record) ||
        record.sequence != AT(key_value.index.sectors, key_value.sector).sequence ||
        record.key_hash != AT(key_value.index.sectors, key_value.sector).key_hash ||
        record.owner != AT(key_value.index.sectors, key_value.sector).owner) {
        key_value.is_known = false; // The medium is not what it was.
        wanting_end(ERROR_FAILED, 0);
        return;
    }
    enum error error;
    WITH_GRANT(struct key_value_client, client, key_value.wanting, error)
    {
        uint32_t left = lease_left(&client->value);
        uint32_t length = left < record.length_bytes ? left : record.length_bytes;
        error = lease_write_all(&client->value,
                                const_span_part(sector, KEY_VALUE_RECORD_HEADER_BYTES, length));
        if (error != ERROR_NONE) {
            error = ERROR_FAILED;
        } else if (length < record.length_bytes) {
            error = ERROR_SIZE;
        }
        request_end(key_value.wanting, client, error, record.length_bytes);
    }
}

/// A sector was read: what is in it?
static void sector_learn(struct const_span sector)
{
    struct key_value_record record;
    if (key_value_record_read(sector, &record)) {
        key_value_index_add(&key_value.index, key_value.sector, &record);
    }
    key_value.sector++;
    key_value.is_known = key_value.sector >= key_value.index.count;
}

/// The present step is done.
static void step_end(const struct storage_done *done)
{
    uint8_t step = key_value.step;
    key_value.step = STEP_NONE;
    switch (step) {
    case STEP_SCAN:
        sector_learn(done->bytes);
        if (!key_value.is_known) {
            key_value.step = STEP_SCAN;
        }
        break;
    case STEP_CLEAN:
        key_value_index_erase(&key_value.index, key_value.sector);
        break;
    case STEP_READ:
        value_give(done->bytes);
        break;
    case STEP_WRITE:
        key_value_index_add(&key_value.index, key_value.sector, &key_value.record);
        wanting_end(ERROR_NONE, 0);
        break;
    default:
        key_value_index_erase(&key_value.index, key_value.sector);
        wanting_end(ERROR_NONE, 0);
        break;
    }
}

void key_value_done(struct storage_done *done)
{
    if (!key_value.is_busy) {
        return;
    }
    key_value.is_busy = false;
    deferred_call_request();
    if (key_value.is_foreign) {
        return; // Now the storage is free for the step that was refused.
    }
    if (done->status == ERROR_NONE) {
        step_end(done);
        return;
    }
    // What is on the medium is to be read again, unless it is what it was.
    key_value.is_known = key_value.is_known && done->status == ERROR_CANCEL;
    key_value.step = STEP_NONE;
    wanting_end(done->status == ERROR_RESERVE ? ERROR_RESERVE : ERROR_FAILED, 0);
}

void key_value_on_restart(struct process_id *process)
{
    enum error error;
    WITH_GRANT(struct key_value_client, client, process_id_at(process), error)
    {
        request_end(process_id_at(process), client, ERROR_RESERVE, 0);
    }
}
