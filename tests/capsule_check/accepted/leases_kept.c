// SPDX-License-Identifier: Apache-2.0 OR MIT
// Leases are values: kept in the state and in grants, copied, given to functions.
#include "example.h"

struct example_client {
    struct lease text;
    bool is_sending;
};

_Static_assert(sizeof(struct example_client) <= EXAMPLE_GRANT_BYTES, "it fits");

static struct {
    struct process_id process;
    struct lease bytes;
} example CAPSULE_STATE;

static enum error part_send(struct lease *text)
{
    uint8_t line[16] = {0};
    enum error error = lease_read(text, SPAN_IN(line));
    return error == ERROR_NONE && lease_left(text) == 0 ? ERROR_ALREADY : error;
}

void example_command(struct command *command)
{
    enum error error = ERROR_NONE;
    example.process = command->process;
    lease_take(command->process, BUFFER_READ_WRITE, 0, 4, &example.bytes);
    WITH_GRANT(struct example_client, client, command->process, error)
    {
        lease_take(command->process, BUFFER_READ_ONLY, 1, command->argument[0], &client->text);
        client->is_sending = lease_left(&client->text) > 0;
    }
    command_result(command, error);
}

void example_deferred(void)
{
    uint8_t zero = 0;
    enum error error = lease_write(&example.bytes, CONST_SPAN_OF_BYTE(zero));
    WITH_GRANT(struct example_client, client, example.process, error)
    {
        error = part_send(&client->text);
        client->is_sending = error == ERROR_NONE;
    }
}
