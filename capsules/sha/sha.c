// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "sha.h"

enum { PROCESS_COUNT_MAX = 64 /* bound of the loops over processes */ };

/// What the driver keeps for one process, in its grant.
struct sha_client {
    struct lease bytes;  ///< what is hashed
    struct lease result; ///< where the digest goes
    struct digest digest;
    bool is_waiting;
};

_Static_assert(sizeof(struct sha_client) <= SHA_GRANT_BYTES, "the board reserves SHA_GRANT_BYTES");

static struct {
    struct process_id served; ///< who had the last turn
} sha CAPSULE_STATE;

static void request_end(struct process_id process, struct sha_client *client, enum error status)
{
    if (client->is_waiting) {
        // In this order: an abort in between tells it twice, and not never.
        (void)upcall_schedule(process, SHA_UPCALL_DONE, (uint32_t)status, 0, 0);
        client->is_waiting = false;
    }
}

static enum error request_start(struct process_id process, struct sha_client *client)
{
    if (client->is_waiting) {
        return ERROR_NO_MEMORY;
    }
    client->digest.algorithm = DIGEST_SHA_256;
    const enum error error = sha_function.start(&client->digest);
    if (error != ERROR_NONE) {
        return error;
    }
    const uint32_t digest_bytes = client->digest.digest_bytes;
    lease_take(process, BUFFER_READ_WRITE, SHA_ALLOW_DIGEST, digest_bytes, &client->result);
    if (digest_bytes == 0 || lease_left(&client->result) < digest_bytes) {
        return ERROR_SIZE;
    }
    lease_take(process, BUFFER_READ_ONLY, SHA_ALLOW_BYTES, UINT32_MAX, &client->bytes);
    client->is_waiting = true;
    deferred_call_request();
    return ERROR_NONE;
}

void sha_command(struct command *command)
{
    enum error error = ERROR_NONE;
    switch (command->number) {
    case COMMAND_EXISTS:
        break;
    case SHA_COMMAND_ALGORITHM:
        error = command->argument[0] == SHA_ALGORITHM_256 ? ERROR_NONE : ERROR_NO_SUPPORT;
        break;
    case SHA_COMMAND_HASH:
        WITH_GRANT(struct sha_client, client, command->process, error)
        {
            error = request_start(command->process, client);
        }
        break;
    default:
        error = ERROR_NO_SUPPORT;
        break;
    }
    command_result(command, error);
}

/// Puts the next bytes into the block, if the function is done with those before.
static enum error block_fill(struct sha_client *client)
{
    if (client->digest.is_busy) {
        return ERROR_NONE;
    }
    const uint32_t left_bytes = lease_left(&client->bytes);
    const uint32_t block_bytes = left_bytes < DIGEST_BLOCK_BYTES ? left_bytes : DIGEST_BLOCK_BYTES;
    client->digest.block_bytes = (uint8_t)block_bytes;
    client->digest.is_last = block_bytes == left_bytes;
    client->digest.is_busy = true;
    return block_bytes == 0
               ? ERROR_NONE
               : lease_read(&client->bytes, SPAN_PART(client->digest.block, 0, block_bytes));
}

/// Hands the digest over, and ends the request.
static void digest_give(struct process_id process, struct sha_client *client)
{
    const size_t count = client->digest.digest_bytes;
    const enum error error =
        lease_write(&client->result, CONST_SPAN_PART(client->digest.block, 0, count));
    request_end(process, client, error == ERROR_NONE ? ERROR_NONE : ERROR_FAILED);
}

/// Goes on with the digest of a process. False: it waits for none.
static bool turn_take(struct process_id process)
{
    bool is_waiting = false;
    enum error error;
    WITH_GRANT(struct sha_client, client, process, error)
    {
        is_waiting = client->is_waiting;
        if (!is_waiting) {
            break;
        }
        error = block_fill(client);
        if (error == ERROR_NONE) {
            error = sha_function.go_on(&client->digest);
        }
        if (error != ERROR_NONE) {
            // The program took its buffer back, or the function is out of service.
            request_end(process, client, ERROR_FAILED);
        } else if (client->digest.is_last && !client->digest.is_busy) {
            digest_give(process, client);
        }
    }
    return is_waiting;
}

/// Whose turn it is: the next process behind the last one that waits.
void sha_deferred(void)
{
    struct process_id process = sha.served;
    for (size_t pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < PROCESS_COUNT_MAX && grant_next_process(&process); i++) {
            if (turn_take(process)) {
                sha.served = process;
                deferred_call_request();
                return;
            }
        }
        process.number = 0;
    }
}

void sha_on_restart(struct process_id *process)
{
    enum error error;
    WITH_GRANT(struct sha_client, client, process_id_at(process), error)
    {
        request_end(process_id_at(process), client, ERROR_RESERVE);
    }
}
