// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "aes.h"

#include <lib/checked_index.h>

#include "state.h"

enum { ALGORITHM_COUNT = 3 };

struct aes aes CAPSULE_STATE;

void aes_init(void)
{
    // After a restart the engine may have a key that nobody knows of.
    (void)aes_device.cancel();
    deferred_call_request();
}

// ---------------------------------------------------------------------------------------------
// Keys

void aes_engine_forget(struct process_id process)
{
    if (OPTIONAL_HAS(aes.keyed) && process_id_equal(OPTIONAL_GET(aes.keyed), process)) {
        OPTIONAL_CLEAR(aes.keyed);
        (void)aes_device.cancel();
    }
}

static void key_clear(struct process_id process, struct aes_user *client)
{
    for (size_t i = 0; i < AES_KEY_BYTES; i++) {
        AT(client->key, i) = 0;
    }
    client->has_key = false;
    aes_engine_forget(process);
}

// ---------------------------------------------------------------------------------------------
// Requests

void aes_request_end(struct process_id process, struct aes_user *client, enum error status)
{
    if (client->is_waiting) {
        // In this order: an abort in between tells it twice, and not never.
        const uint32_t done_bytes = status == ERROR_NONE ? lease_done(&client->destination) : 0;
        (void)upcall_schedule(process, AES_UPCALL_DONE, (uint32_t)status, done_bytes, 0);
        client->is_waiting = false;
    }
    if (status != ERROR_NONE) {
        key_clear(process, client);
    }
}

/// Copies 16 bytes that the program allows, a key or a vector.
static enum error block_read(struct process_id process, uint32_t number, struct span to)
{
    struct lease lease;
    lease_take(process, BUFFER_READ_ONLY, number, AES_BLOCK_BYTES, &lease);
    const uint32_t count = lease_left(&lease);
    if (count < AES_BLOCK_BYTES) {
        return count == 0 ? ERROR_RESERVE : ERROR_INVALID;
    }
    return lease_read(&lease, to);
}

static enum error buffers_take(struct process_id process, struct aes_user *client,
                               uint32_t algorithm)
{
    lease_take(process, BUFFER_READ_ONLY, AES_ALLOW_SOURCE, UINT32_MAX, &client->source);
    const uint32_t source_bytes = lease_left(&client->source);
    if (source_bytes == 0) {
        return ERROR_RESERVE;
    }
    if (algorithm != AES_CTR && source_bytes % AES_BLOCK_BYTES != 0) {
        return ERROR_INVALID;
    }
    lease_take(process, BUFFER_READ_WRITE, AES_ALLOW_DESTINATION, source_bytes,
               &client->destination);
    return lease_left(&client->destination) < source_bytes ? ERROR_SIZE : ERROR_NONE;
}

static enum error set_up(struct process_id process, struct aes_user *client)
{
    if (!client->has_chosen) {
        return ERROR_INVALID;
    }
    const enum error error = buffers_take(process, client, client->chosen);
    if (error != ERROR_NONE) {
        return error;
    }
    key_clear(process, client);
    client->algorithm = client->chosen;
    client->is_encryption = client->is_chosen_encryption;
    client->used_bytes = 0;
    enum error key_error = block_read(process, AES_ALLOW_KEY, SPAN_IN(client->key));
    if (key_error == ERROR_NONE && client->algorithm != AES_ECB) {
        key_error = block_read(process, AES_ALLOW_VECTOR, SPAN_IN(client->vector));
    }
    if (key_error != ERROR_NONE) {
        key_clear(process, client);
        return key_error;
    }
    client->has_key = true;
    return ERROR_NONE;
}

static enum error request_start(const struct command *command, struct aes_user *client)
{
    if (client->is_waiting) {
        return ERROR_NO_MEMORY;
    }
    enum error error = ERROR_OFF;
    if (command->number == AES_COMMAND_SET_UP) {
        error = set_up(command->process, client);
    } else if (client->has_key) {
        error = buffers_take(command->process, client, client->algorithm);
    }
    if (error == ERROR_NONE) {
        client->is_waiting = true;
        deferred_call_request();
    }
    return error;
}

// ---------------------------------------------------------------------------------------------
// Commands

static enum error algorithm_choose(const struct command *command, struct aes_user *client)
{
    if (command->argument[0] >= ALGORITHM_COUNT) {
        return ERROR_NO_SUPPORT;
    }
    client->chosen = (uint8_t)command->argument[0];
    client->is_chosen_encryption = command->argument[1] != 0;
    client->has_chosen = true;
    return ERROR_NONE;
}

static enum error finish(const struct command *command, struct aes_user *client)
{
    if (client->is_waiting) {
        return ERROR_BUSY;
    }
    const bool had_key = client->has_key;
    key_clear(command->process, client);
    return had_key ? ERROR_NONE : ERROR_OFF;
}

static enum error client_command(const struct command *command)
{
    enum error error = ERROR_NONE;
    WITH_GRANT(struct aes_user, client, command->process, error)
    {
        switch (command->number) {
        case AES_COMMAND_ALGORITHM:
            error = algorithm_choose(command, client);
            break;
        case AES_COMMAND_FINISH:
            error = finish(command, client);
            break;
        default:
            error = request_start(command, client);
            break;
        }
    }
    return error;
}

void aes_command(struct command *command)
{
    if (!aes_device.is_present()) {
        if (command->number == AES_COMMAND_FINISH) {
            (void)client_command(command); // The key of an engine that is gone.
        }
        command_failure(command, ERROR_NO_DEVICE);
    } else if (command->number == COMMAND_EXISTS) {
        command_success(command);
    } else if (command->number > AES_COMMAND_FINISH) {
        command_failure(command, ERROR_NO_SUPPORT);
    } else {
        command_result(command, client_command(command));
    }
}

void aes_on_restart(struct process_id *process)
{
    enum error error;
    WITH_GRANT(struct aes_user, client, process_id_at(process), error)
    {
        aes_request_end(process_id_at(process), client, ERROR_RESERVE);
    }
}
