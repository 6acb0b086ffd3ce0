// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "hmac.h"

#include <lib/cell.h>

enum { PROCESS_COUNT_MAX = 64 /* bound of the loops over processes */ };
enum { INNER_PAD = 0x36, OUTER_PAD = 0x5C };

/// What the digest of a client is of, and so what comes next when the function is done with it.
enum hmac_phase {
    PHASE_NONE,     ///< of nothing
    PHASE_KEY,      ///< nothing; the key is read next, and fits into a block
    PHASE_LONG_KEY, ///< the key
    PHASE_OUTER,    ///< the key, as it begins what the code is the digest of
    PHASE_INNER,    ///< the key, as it begins what is hashed first
    PHASE_BYTES,    ///< that and the bytes
    PHASE_LAST,     ///< that and the last of them
    PHASE_CODE,     ///< what the code is the digest of
};

/// What the driver keeps for one process, in its grant.
struct hmac_client {
    struct lease key;
    struct lease bytes;
    struct lease code; ///< where it goes, or what it is compared with
    struct digest digest;
    struct digest_progress outer; ///< what PHASE_OUTER came to
    OPTIONAL_CELL(uint8_t) algorithm;
    uint8_t code_bytes;
    uint8_t fill_bytes; ///< of the block, in PHASE_BYTES
    uint8_t request;    ///< a number of enum hmac_command_number, while it waits
    uint8_t phase;      ///< enum hmac_phase
    bool is_waiting;
};

_Static_assert(sizeof(struct hmac_client) <= HMAC_GRANT_BYTES,
               "the board reserves HMAC_GRANT_BYTES");

static struct {
    struct process_id served; ///< who had the last turn
} hmac CAPSULE_STATE;

/// Forgets all that was made with the key.
static void client_clear(struct hmac_client *client)
{
    client->digest = (struct digest){.is_busy = false};
    client->outer = (struct digest_progress){.total_bytes = 0};
    client->phase = PHASE_NONE;
}

static void request_end(struct process_id process, struct hmac_client *client, enum error status,
                        bool is_right)
{
    const bool is_verify =
        client->request == HMAC_COMMAND_VERIFY || client->request == HMAC_COMMAND_VERIFY_FINISH;
    if (client->is_waiting) {
        // In this order: an abort in between tells it twice, and not never.
        (void)upcall_schedule(process, is_verify ? HMAC_UPCALL_VERIFIED : HMAC_UPCALL_DONE,
                              (uint32_t)status, is_right ? 1 : 0, 0);
        client->is_waiting = false;
    }
}

// ---------------------------------------------------------------------------------------------
// Commands

static enum error algorithm_choose(struct hmac_client *client, uint32_t algorithm)
{
    if (client->is_waiting) {
        return ERROR_NO_MEMORY;
    }
    if (algorithm > UINT8_MAX) {
        return ERROR_NO_SUPPORT;
    }
    if (OPTIONAL_HAS(client->algorithm) && OPTIONAL_GET(client->algorithm) == algorithm) {
        return ERROR_NONE;
    }
    client_clear(client);
    client->digest.algorithm = (uint8_t)algorithm;
    const enum error error = hmac_function.start(&client->digest);
    if (error != ERROR_NONE) {
        return error;
    }
    client->code_bytes = client->digest.digest_bytes;
    if (client->code_bytes == 0) {
        OPTIONAL_CLEAR(client->algorithm);
        return ERROR_NO_SUPPORT;
    }
    OPTIONAL_SET(client->algorithm, (uint8_t)algorithm);
    return ERROR_NONE;
}

/// Takes the leases on what a request begins with, and says in which phase it does.
static enum error key_take(struct process_id process, struct hmac_client *client)
{
    lease_take(process, BUFFER_READ_ONLY, HMAC_ALLOW_KEY, UINT32_MAX, &client->key);
    const uint32_t key_bytes = lease_left(&client->key);
    if (key_bytes == 0) {
        return ERROR_RESERVE;
    }
    client_clear(client);
    client->digest.algorithm = OPTIONAL_GET(client->algorithm);
    client->phase = key_bytes > DIGEST_BLOCK_BYTES ? PHASE_LONG_KEY : PHASE_KEY;
    return hmac_function.start(&client->digest);
}

static enum error bytes_take(const struct command *command, struct hmac_client *client)
{
    lease_take(command->process, BUFFER_READ_ONLY, HMAC_ALLOW_BYTES, UINT32_MAX, &client->bytes);
    if (lease_left(&client->bytes) == 0) {
        return ERROR_RESERVE;
    }
    const bool goes_on = command->number == HMAC_COMMAND_UPDATE && client->phase == PHASE_BYTES;
    return goes_on ? ERROR_NONE : key_take(command->process, client);
}

static enum error code_take(const struct command *command, struct hmac_client *client)
{
    if (command->number == HMAC_COMMAND_RUN || command->number == HMAC_COMMAND_FINISH) {
        lease_take(command->process, BUFFER_READ_WRITE, HMAC_ALLOW_CODE, client->code_bytes,
                   &client->code);
    } else {
        lease_take(command->process, BUFFER_READ_ONLY, HMAC_ALLOW_COMPARE, client->code_bytes,
                   &client->code);
    }
    return lease_left(&client->code) < client->code_bytes ? ERROR_SIZE : ERROR_NONE;
}

static enum error request_start(const struct command *command, struct hmac_client *client)
{
    if (client->is_waiting) {
        return ERROR_NO_MEMORY;
    }
    if (!OPTIONAL_HAS(client->algorithm)) {
        return ERROR_INVALID;
    }
    const bool is_end =
        command->number == HMAC_COMMAND_FINISH || command->number == HMAC_COMMAND_VERIFY_FINISH;
    if (is_end && client->phase != PHASE_BYTES) {
        return ERROR_OFF;
    }
    enum error error = ERROR_NONE;
    if (command->number != HMAC_COMMAND_UPDATE) {
        error = code_take(command, client);
    }
    if (error == ERROR_NONE && !is_end) {
        error = bytes_take(command, client);
    }
    if (error == ERROR_NONE) {
        client->request = (uint8_t)command->number;
        client->is_waiting = true;
        deferred_call_request();
    }
    return error;
}

void hmac_command(struct command *command)
{
    if (command->number > HMAC_COMMAND_VERIFY_FINISH) {
        command_failure(command, ERROR_NO_SUPPORT);
        return;
    }
    enum error error = ERROR_NONE;
    WITH_GRANT(struct hmac_client, client, command->process, error)
    {
        error = command->number == HMAC_COMMAND_ALGORITHM
                    ? algorithm_choose(client, command->argument[0])
                    : request_start(command, client);
    }
    command_result(command, error);
}

// ---------------------------------------------------------------------------------------------
// Turns

/// Has the function take so many bytes of the block.
static void block_hand_over(struct hmac_client *client, size_t count, bool is_last)
{
    client->digest.block_bytes = (uint8_t)count;
    client->digest.is_last = is_last;
    client->digest.is_busy = true;
}

/// Begins a digest with the key, which is in the block, changed by a pad.
static enum error padded_begin(struct hmac_client *client, uint8_t change, enum hmac_phase phase)
{
    for (size_t i = 0; i < DIGEST_BLOCK_BYTES; i++) {
        AT(client->digest.block, i) ^= change;
    }
    client->phase = (uint8_t)phase;
    const enum error error = hmac_function.start(&client->digest);
    block_hand_over(client, DIGEST_BLOCK_BYTES, false);
    return error;
}

/// The first bytes of the block are the key, or its digest.
static enum error key_begin(struct hmac_client *client, size_t key_bytes)
{
    for (size_t i = key_bytes; i < DIGEST_BLOCK_BYTES; i++) {
        AT(client->digest.block, i) = 0;
    }
    return padded_begin(client, OUTER_PAD, PHASE_OUTER);
}

static enum error long_key_go_on(struct hmac_client *client)
{
    if (client->digest.is_last) {
        return key_begin(client, client->digest.digest_bytes);
    }
    const uint32_t left_bytes = lease_left(&client->key);
    const uint32_t count = left_bytes < DIGEST_BLOCK_BYTES ? left_bytes : DIGEST_BLOCK_BYTES;
    const enum error error = lease_read(&client->key, SPAN_PART(client->digest.block, 0, count));
    block_hand_over(client, count, count == left_bytes);
    return error;
}

static enum error bytes_go_on(struct process_id process, struct hmac_client *client)
{
    const uint32_t left_bytes = lease_left(&client->bytes);
    const bool is_end =
        client->request == HMAC_COMMAND_FINISH || client->request == HMAC_COMMAND_VERIFY_FINISH;
    if (left_bytes == 0 || is_end) {
        if (client->request == HMAC_COMMAND_UPDATE) {
            request_end(process, client, ERROR_NONE, false);
        } else {
            client->phase = PHASE_LAST;
            block_hand_over(client, client->fill_bytes, true);
        }
        return ERROR_NONE;
    }
    const uint32_t room_bytes = DIGEST_BLOCK_BYTES - (uint32_t)client->fill_bytes;
    const uint32_t count = left_bytes < room_bytes ? left_bytes : room_bytes;
    const enum error error =
        lease_read(&client->bytes, SPAN_PART(client->digest.block, client->fill_bytes, count));
    client->fill_bytes = (uint8_t)(client->fill_bytes + count);
    if (client->fill_bytes == DIGEST_BLOCK_BYTES) {
        client->fill_bytes = 0;
        block_hand_over(client, DIGEST_BLOCK_BYTES, false);
    }
    return error;
}

/// Says whether the code is the one that the program gave. All of it is looked at, so that the time
/// that this takes does not say where they differ.
static enum error code_compare(struct process_id process, struct hmac_client *client)
{
    uint8_t given[DIGEST_BYTES_MAX] = {0};
    const enum error error = lease_read(&client->code, SPAN_PART(given, 0, client->code_bytes));
    if (error != ERROR_NONE) {
        return error;
    }
    uint8_t difference = 0;
    for (size_t i = 0; i < client->code_bytes; i++) {
        difference |= AT(given, i) ^ AT(client->digest.block, i);
    }
    request_end(process, client, ERROR_NONE, difference == 0);
    return ERROR_NONE;
}

static enum error code_give(struct process_id process, struct hmac_client *client)
{
    const enum error error =
        lease_write(&client->code, CONST_SPAN_PART(client->digest.block, 0, client->code_bytes));
    if (error == ERROR_NONE) {
        request_end(process, client, ERROR_NONE, false);
    }
    return error;
}

/// The code is in the block.
static enum error code_end(struct process_id process, struct hmac_client *client)
{
    const bool is_wanted =
        client->request == HMAC_COMMAND_RUN || client->request == HMAC_COMMAND_FINISH;
    const enum error error = is_wanted ? code_give(process, client) : code_compare(process, client);
    client_clear(client);
    return error;
}

/// The function is done with what it had: says what comes next.
static enum error phase_go_on(struct process_id process, struct hmac_client *client)
{
    enum error error = ERROR_FAILED;
    switch (client->phase) {
    case PHASE_KEY: {
        const uint32_t key_bytes = lease_left(&client->key);
        error = lease_read(&client->key, SPAN_IN(client->digest.block));
        return error == ERROR_NONE ? key_begin(client, key_bytes) : error;
    }
    case PHASE_LONG_KEY:
        return long_key_go_on(client);
    case PHASE_OUTER:
        client->outer = client->digest.progress;
        return padded_begin(client, OUTER_PAD ^ INNER_PAD, PHASE_INNER);
    case PHASE_INNER:
        client->phase = PHASE_BYTES;
        client->fill_bytes = 0;
        return bytes_go_on(process, client);
    case PHASE_BYTES:
        return bytes_go_on(process, client);
    case PHASE_LAST:
        error = hmac_function.start(&client->digest);
        client->digest.progress = client->outer;
        client->phase = PHASE_CODE;
        block_hand_over(client, client->code_bytes, true);
        return error;
    case PHASE_CODE:
        return code_end(process, client);
    default:
        return ERROR_FAILED;
    }
}

/// Goes on with the code of a process. False: it waits for none.
static bool turn_take(struct process_id process)
{
    bool is_waiting = false;
    enum error error;
    WITH_GRANT(struct hmac_client, client, process, error)
    {
        is_waiting = client->is_waiting;
        if (!is_waiting) {
            break;
        }
        error = client->digest.is_busy ? hmac_function.go_on(&client->digest)
                                       : phase_go_on(process, client);
        if (error != ERROR_NONE) {
            // The program took its buffer back, or the function is out of service.
            request_end(process, client, ERROR_FAILED, false);
            client_clear(client);
        }
    }
    return is_waiting;
}

/// Whose turn it is: the next process behind the last one that waits.
void hmac_deferred(void)
{
    struct process_id process = hmac.served;
    for (size_t pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < PROCESS_COUNT_MAX && grant_next_process(&process); i++) {
            if (turn_take(process)) {
                hmac.served = process;
                deferred_call_request();
                return;
            }
        }
        process.number = 0;
    }
}

void hmac_on_restart(struct process_id *process)
{
    enum error error;
    WITH_GRANT(struct hmac_client, client, process_id_at(process), error)
    {
        request_end(process_id_at(process), client, ERROR_RESERVE, false);
    }
}
