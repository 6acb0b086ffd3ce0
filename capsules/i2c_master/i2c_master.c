// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "i2c_master.h"

#include <lib/cell.h>
#include <support/lease_copy.h>

enum { ADDRESS_MASK = 0xFF, WRITE_SHIFT = 8 };

/// What the driver keeps for one process, in its grant.
struct i2c_master_client {
    struct lease read; ///< where that goes
    bool is_waiting;
};

_Static_assert(sizeof(struct i2c_master_client) <= I2C_MASTER_GRANT_BYTES,
               "the board reserves I2C_MASTER_GRANT_BYTES");

static struct {
    OPTIONAL_CELL(struct process_id) served; ///< for whom the bus has the buffer
    uint8_t bytes[I2C_MASTER_BYTES_MAX];     ///< on their way between process and buffer
} i2c_master CAPSULE_STATE;

/// What a command asks for, before it is checked.
struct i2c_master_wish {
    uint32_t address;
    uint32_t write_bytes;
    uint32_t read_bytes;
};

static enum error transfer_prepare(struct process_id process, const struct i2c_master_wish *wish,
                                   struct i2c_master_client *client);
static enum error transfer_start(struct process_id process, const struct i2c_master_wish *wish);

void i2c_master_command(struct command *command)
{
    struct i2c_master_wish wish = {.address = command->argument[0] & ADDRESS_MASK};
    enum error error = ERROR_NONE;
    switch (command->number) {
    case COMMAND_EXISTS:
        break;
    case I2C_MASTER_COMMAND_WRITE:
        wish.write_bytes = command->argument[1];
        error = transfer_start(command->process, &wish);
        break;
    case I2C_MASTER_COMMAND_READ:
        wish.read_bytes = command->argument[1];
        error = transfer_start(command->process, &wish);
        break;
    case I2C_MASTER_COMMAND_WRITE_READ:
        wish.write_bytes = command->argument[0] >> WRITE_SHIFT;
        wish.read_bytes = command->argument[1];
        error = transfer_start(command->process, &wish);
        break;
    default:
        error = ERROR_NO_SUPPORT;
        break;
    }
    command_result(command, error);
}

static enum error transfer_start(struct process_id process, const struct i2c_master_wish *wish)
{
    if (OPTIONAL_HAS(i2c_master.served)) {
        return ERROR_NO_MEMORY;
    }
    if (wish->address > I2C_ADDRESS_MAX) {
        return ERROR_INVALID;
    }
    if (wish->write_bytes > I2C_MASTER_BYTES_MAX || wish->read_bytes > I2C_MASTER_BYTES_MAX) {
        return ERROR_SIZE;
    }
    enum error error = ERROR_NONE;
    WITH_GRANT(struct i2c_master_client, client, process, error)
    {
        error = transfer_prepare(process, wish, client);
        if (error != ERROR_NONE) {
            break;
        }
        const struct i2c_message message = {.address = (uint8_t)wish->address,
                                            .write_bytes = (uint8_t)wish->write_bytes,
                                            .read_bytes = (uint8_t)wish->read_bytes};
        error = i2c_master_bus.transfer(transfer_buffer_home(0), message);
        if (error == ERROR_NONE) {
            OPTIONAL_SET(i2c_master.served, process);
        }
        client->is_waiting = error == ERROR_NONE;
    }
    // A busy bus works for a life of this capsule that is over.
    return error == ERROR_BUSY ? ERROR_NO_MEMORY : error;
}

/// Copies what is to be written, and takes the lease on where that goes which is read.
static enum error transfer_prepare(struct process_id process, const struct i2c_master_wish *wish,
                                   struct i2c_master_client *client)
{
    struct lease write;
    lease_take(process, BUFFER_READ_WRITE, I2C_MASTER_ALLOW_BYTES, UINT32_MAX, &write);
    const uint32_t room_bytes = lease_left(&write);
    if (room_bytes == 0) {
        return ERROR_INVALID;
    }
    if (wish->write_bytes > room_bytes || wish->read_bytes > room_bytes) {
        return ERROR_SIZE;
    }
    const struct buffer_part to = {.buffer = transfer_buffer_home(0),
                                   .length_bytes = wish->write_bytes};
    enum error error = lease_read_to_buffer(&write, &to, SPAN_IN(i2c_master.bytes));
    lease_take(process, BUFFER_READ_WRITE, I2C_MASTER_ALLOW_BYTES, wish->read_bytes, &client->read);
    return error;
}

/// Tells a process that waits how its transfer ended.
static void client_tell(struct process_id process, struct i2c_master_client *client,
                        enum error status)
{
    // Programs know the errors of system calls only.
    const enum error told = status <= ERROR_NO_ACK ? status : ERROR_FAILED;
    if (client->is_waiting) {
        // In this order: an abort in between tells it twice, and not never.
        (void)upcall_schedule(process, I2C_MASTER_UPCALL_DONE, (uint32_t)told, 0, 0);
        client->is_waiting = false;
    }
}

void i2c_master_done(const struct i2c_done *event)
{
    // An end that was on its way when the capsule was restarted is nobody's.
    if (!OPTIONAL_HAS(i2c_master.served)) {
        return;
    }
    const struct process_id process = OPTIONAL_GET(i2c_master.served);
    OPTIONAL_CLEAR(i2c_master.served);
    enum error error;
    WITH_GRANT(struct i2c_master_client, client, process, error)
    {
        enum error status = event->status;
        if (status == ERROR_NONE) {
            const struct buffer_part from = {.buffer = event->buffer,
                                             .length_bytes = lease_left(&client->read)};
            status = lease_write_from_buffer(&client->read, &from, SPAN_IN(i2c_master.bytes));
        }
        client_tell(process, client, status);
    }
}

void i2c_master_on_restart(struct process_id *process)
{
    enum error error;
    WITH_GRANT(struct i2c_master_client, client, process_id_at(process), error)
    {
        client_tell(process_id_at(process), client, ERROR_RESERVE);
    }
}
