// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "crc.h"

enum { PROCESS_COUNT_MAX = 64 /* bound of the loops over processes */ };
enum { PART_BYTES = 64 /* of one turn */, BYTE_BITS = 8, CRC_16_BITS = 16 };
enum { ALGORITHM_COUNT = 3 };

/// What the driver keeps for one process, in its grant.
struct crc_client {
    struct lease bytes;
    uint32_t sum; ///< of those that are done
    uint8_t algorithm;
    bool is_waiting;
};

_Static_assert(sizeof(struct crc_client) <= CRC_GRANT_BYTES, "the board reserves CRC_GRANT_BYTES");

static struct {
    struct process_id served; ///< who had the last turn
} crc CAPSULE_STATE;

/// The lowest bit comes first, in bytes and in sums, so the highest power of a polynomial does.
struct crc_rule {
    uint32_t polynomial;
    uint32_t start;
};
static const struct crc_rule rules[ALGORITHM_COUNT] = {
    [CRC_32] = {.polynomial = 0xEDB88320u, .start = 0xFFFFFFFFu},
    [CRC_32C] = {.polynomial = 0x82F63B78u, .start = 0xFFFFFFFFu},
    [CRC_16_CCITT] = {.polynomial = 0x8408u, .start = 0xFFFFu},
};

static uint32_t sum_go_on(uint32_t sum, uint32_t polynomial, uint8_t byte)
{
    sum ^= byte;
    for (size_t bit = 0; bit < BYTE_BITS; bit++) {
        sum = (sum & 1) != 0 ? sum >> 1 ^ polynomial : sum >> 1;
    }
    return sum;
}

/// The sum as programs know it.
static uint32_t sum_shown(const struct crc_client *client)
{
    if (client->algorithm != CRC_16_CCITT) {
        return ~client->sum;
    }
    uint32_t shown = 0;
    for (size_t bit = 0; bit < CRC_16_BITS; bit++) {
        shown = shown << 1 | (client->sum >> bit & 1);
    }
    return shown;
}

static void request_end(struct process_id process, struct crc_client *client, enum error status)
{
    if (client->is_waiting) {
        // In this order: an abort in between tells it twice, and not never.
        const uint32_t sum = status == ERROR_NONE ? sum_shown(client) : 0;
        (void)upcall_schedule(process, CRC_UPCALL_DONE, (uint32_t)status, sum, client->algorithm);
        client->is_waiting = false;
    }
}

static enum error request_start(const struct command *command, struct crc_client *client)
{
    uint32_t algorithm = command->argument[0];
    uint32_t length = command->argument[1];
    if (client->is_waiting) {
        return ERROR_BUSY;
    }
    if (algorithm >= ALGORITHM_COUNT) {
        return ERROR_INVALID;
    }
    lease_take(command->process, BUFFER_READ_ONLY, CRC_ALLOW_BYTES, length, &client->bytes);
    if (lease_left(&client->bytes) < length) {
        return ERROR_SIZE;
    }
    client->algorithm = (uint8_t)algorithm;
    client->sum = AT(rules, algorithm).start;
    client->is_waiting = true;
    if (length == 0) {
        request_end(command->process, client, ERROR_SIZE);
        return ERROR_SIZE;
    }
    deferred_call_request();
    return ERROR_NONE;
}

void crc_command(struct command *command)
{
    enum error error = ERROR_NONE;
    switch (command->number) {
    case COMMAND_EXISTS:
        break;
    case CRC_COMMAND_MAKE:
        WITH_GRANT(struct crc_client, client, command->process, error)
        {
            error = request_start(command, client);
        }
        break;
    default:
        error = ERROR_NO_SUPPORT;
        break;
    }
    command_result(command, error);
}

/// Goes on with the sum of a process. False: it waits for none.
static bool turn_take(struct process_id process)
{
    bool is_waiting = false;
    enum error error;
    WITH_GRANT(struct crc_client, client, process, error)
    {
        is_waiting = client->is_waiting;
        if (!is_waiting) {
            break;
        }
        uint8_t part[PART_BYTES];
        size_t count = lease_left(&client->bytes);
        count = count < PART_BYTES ? count : PART_BYTES;
        error = lease_read(&client->bytes, SPAN_PART(part, 0, count));
        for (size_t i = 0; i < count && error == ERROR_NONE; i++) {
            client->sum =
                sum_go_on(client->sum, AT(rules, client->algorithm).polynomial, AT(part, i));
        }
        if (error != ERROR_NONE || lease_left(&client->bytes) == 0) {
            // An error says that the program took its buffer back.
            request_end(process, client, error == ERROR_NONE ? ERROR_NONE : ERROR_FAILED);
        }
    }
    return is_waiting;
}

/// Whose turn it is: the next process behind the last one that waits.
void crc_deferred(void)
{
    struct process_id process = crc.served;
    for (size_t pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < PROCESS_COUNT_MAX && grant_next_process(&process); i++) {
            if (turn_take(process)) {
                crc.served = process;
                deferred_call_request();
                return;
            }
        }
        process.number = 0;
    }
}

void crc_on_restart(struct process_id *process)
{
    enum error error;
    WITH_GRANT(struct crc_client, client, process_id_at(process), error)
    {
        request_end(process_id_at(process), client, ERROR_RESERVE);
    }
}
