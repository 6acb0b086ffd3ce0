// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "rng.h"

enum { PROCESS_COUNT_MAX = 64 /* bound of the loops over processes */ };

/// What the driver keeps for one process, in its grant.
struct rng_client {
    struct lease bytes; ///< where they go
    bool is_waiting;
};

_Static_assert(sizeof(struct rng_client) <= RNG_GRANT_BYTES, "the board reserves RNG_GRANT_BYTES");

static struct {
    struct process_id served; ///< who got the last part
} rng CAPSULE_STATE;

/// A process that can take bytes, and how many.
struct rng_turn {
    struct process_id process;
    size_t length_bytes; ///< 0: nobody can
};

static enum error request_start(const struct command *command);
static enum error source_ask(size_t length_bytes);
static size_t part_length(const struct rng_client *client);
static void request_end(struct process_id process, struct rng_client *client, enum error status);
static struct rng_turn turn_find(void);
static void part_deliver(const struct rng_turn *turn, const struct random_given *given);
static void requests_fail(enum error status);

void rng_command(struct command *command)
{
    enum error error = source_ask(0);
    if (error == ERROR_NONE) {
        switch (command->number) {
        case COMMAND_EXISTS:
            break;
        case RNG_COMMAND_GET:
            error = request_start(command);
            break;
        default:
            error = ERROR_NO_SUPPORT;
            break;
        }
    }
    command_result(command, error);
}

static enum error source_ask(size_t length_bytes)
{
    struct random_request request = {.length_bytes = length_bytes, .status = ERROR_FAILED};
    enum error error = rng_source.request(&request);
    return error == ERROR_NONE ? request.status : error;
}

static enum error request_start(const struct command *command)
{
    enum error error = ERROR_NONE;
    WITH_GRANT(struct rng_client, client, command->process, error)
    {
        if (client->is_waiting) {
            error = ERROR_BUSY;
            break;
        }
        lease_take(command->process, BUFFER_READ_WRITE, RNG_ALLOW_BYTES, command->argument[0],
                   &client->bytes);
        client->is_waiting = true;
        size_t length = part_length(client);
        if (length == 0) {
            request_end(command->process, client, ERROR_NONE);
            break;
        }
        error = source_ask(length);
        if (error == ERROR_BUSY) {
            // It works for another process; that this one waits is found when it is done.
            error = ERROR_NONE;
        }
        client->is_waiting = error == ERROR_NONE;
    }
    return error;
}

/// How many bytes the process can take now; 0: its request is over.
static size_t part_length(const struct rng_client *client)
{
    size_t left = client->is_waiting ? lease_left(&client->bytes) : 0;
    return left < RANDOM_BYTES_MAX ? left : RANDOM_BYTES_MAX;
}

static void request_end(struct process_id process, struct rng_client *client, enum error status)
{
    if (client->is_waiting) {
        // In this order: an abort in between tells it twice, and not never.
        const uint32_t done = lease_done(&client->bytes);
        (void)upcall_schedule(process, RNG_UPCALL_DONE, (uint32_t)status, done, 0);
        client->is_waiting = false;
    }
}

void rng_given(struct random_given *given)
{
    if (given->status != ERROR_NONE) {
        requests_fail(given->status);
        return;
    }
    struct rng_turn turn = turn_find();
    if (turn.length_bytes > 0) {
        rng.served = turn.process;
        part_deliver(&turn, given);
        deferred_call_request(); // Whose turn is next is a run of its own.
    }
}

void rng_deferred(void)
{
    struct rng_turn turn = turn_find();
    if (turn.length_bytes > 0) {
        enum error error = source_ask(turn.length_bytes);
        if (error != ERROR_NONE && error != ERROR_BUSY) {
            requests_fail(error);
        }
    }
}

/// Whose turn it is: the next process behind the last one that was served that can take bytes. Ends
/// the requests of those on the way that cannot.
static struct rng_turn turn_find(void)
{
    struct rng_turn turn = {.process = rng.served};
    // First those behind the last one, then all from the start.
    for (size_t pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < PROCESS_COUNT_MAX && grant_next_process(&turn.process); i++) {
            enum error error;
            WITH_GRANT(struct rng_client, client, turn.process, error)
            {
                turn.length_bytes = part_length(client);
                if (turn.length_bytes == 0) {
                    request_end(turn.process, client, ERROR_NONE);
                }
            }
            if (turn.length_bytes > 0) {
                return turn;
            }
        }
        turn.process.number = 0;
    }
    return turn;
}

/// Hands a part to the process whose turn it is.
static void part_deliver(const struct rng_turn *turn, const struct random_given *given)
{
    size_t length =
        turn->length_bytes < given->length_bytes ? turn->length_bytes : given->length_bytes;
    enum error error;
    WITH_GRANT(struct rng_client, client, turn->process, error)
    {
        error = lease_write(&client->bytes, CONST_SPAN_PART(given->bytes, 0, length));
        if (part_length(client) == 0) {
            // After an error, too, which says that the program took its buffer back.
            request_end(turn->process, client, error == ERROR_NONE ? ERROR_NONE : ERROR_FAILED);
        }
    }
}

static void requests_fail(enum error status)
{
    struct process_id process = {0};
    for (size_t i = 0; i < PROCESS_COUNT_MAX && grant_next_process(&process); i++) {
        enum error error;
        WITH_GRANT(struct rng_client, client, process, error)
        {
            request_end(process, client, status);
        }
    }
}

void rng_on_restart(struct process_id *process)
{
    enum error error;
    WITH_GRANT(struct rng_client, client, process_id_at(process), error)
    {
        request_end(process_id_at(process), client, ERROR_RESERVE);
    }
}
