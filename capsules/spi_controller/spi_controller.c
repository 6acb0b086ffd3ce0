// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "spi_controller.h"

#include <lib/cell.h>

enum { PART_BYTES_MAX = 64 }; // at the bus at once

/// What the driver keeps for one process, in its grant.
struct spi_controller_client {
    bool is_waiting;
};

_Static_assert(sizeof(struct spi_controller_client) <= SPI_CONTROLLER_GRANT_BYTES,
               "the board reserves SPI_CONTROLLER_GRANT_BYTES");

static struct {
    bool is_started; ///< in this life of the capsule
    OPTIONAL_CELL(struct process_id) owner;
    uint32_t rate_hz;
    uint8_t mode;

    // The transfer of the owner, or of one that has ended in the middle.
    bool is_busy;
    bool is_at_bus; ///< a part of it
    bool is_held;   ///< the device, between two parts
    enum error status;
    uint8_t direction;
    struct lease from; ///< what is sent
    struct lease to;   ///< where that goes which is received
    uint32_t done_bytes;
    uint32_t left_bytes;
    uint32_t part_bytes;
    uint8_t bytes[PART_BYTES_MAX]; ///< on their way between process and buffer
} spi_controller CAPSULE_STATE;

// ---------------------------------------------------------------------------------------------
// Parts of a transfer

/// Has the bus move the next bytes.
static enum error part_start(void)
{
    const uint32_t left_bytes = spi_controller.left_bytes;
    spi_controller.part_bytes = left_bytes < PART_BYTES_MAX ? left_bytes : PART_BYTES_MAX;
    if (spi_controller.direction != SPI_READ) {
        if (lease_read(&spi_controller.from, SPAN_PART(spi_controller.bytes, 0,
                                                       spi_controller.part_bytes)) != ERROR_NONE ||
            transfer_buffer_write(transfer_buffer_home(0), 0,
                                  CONST_SPAN_PART(spi_controller.bytes, 0,
                                                  spi_controller.part_bytes)) != ERROR_NONE) {
            return ERROR_FAILED;
        }
    }
    const struct spi_message message = {
        .rate_hz = spi_controller.rate_hz,
        .length_bytes = (uint16_t)spi_controller.part_bytes,
        .mode = spi_controller.mode,
        .direction = spi_controller.direction,
        .selection = SPI_DEVICE,
        .is_held = spi_controller.part_bytes < left_bytes,
    };
    const enum error error = spi_controller_bus.transfer(transfer_buffer_home(0), message);
    spi_controller.is_at_bus = error == ERROR_NONE;
    if (error == ERROR_NONE) {
        spi_controller.is_held = message.is_held; // Else as the part before has left it.
    }
    return error;
}

/// Hands the process what has come for it.
static enum error part_deliver(struct transfer_buffer from)
{
    if (spi_controller.direction == SPI_WRITE) {
        return ERROR_NONE;
    }
    enum error error = transfer_buffer_read(
        from, 0, SPAN_PART(spi_controller.bytes, 0, spi_controller.part_bytes));
    if (error == ERROR_NONE) {
        error = lease_write(&spi_controller.to,
                            CONST_SPAN_PART(spi_controller.bytes, 0, spi_controller.part_bytes));
    }
    return error == ERROR_NONE ? ERROR_NONE : ERROR_FAILED;
}

/// Tells a process that waits how its transfer ended.
static void client_tell(struct process_id process, struct spi_controller_client *client,
                        uint32_t done_bytes, enum error status)
{
    // Programs know the errors of system calls only.
    const enum error told = status <= ERROR_NO_ACK ? status : ERROR_FAILED;
    if (client->is_waiting) {
        // In this order: an abort in between tells it twice, and not never.
        (void)upcall_schedule(process, SPI_CONTROLLER_UPCALL_DONE, done_bytes, (uint32_t)told, 0);
        client->is_waiting = false;
    }
}

static void transfer_end(void)
{
    spi_controller.is_busy = false;
    if (spi_controller.is_held) {
        spi_controller.is_held = false;
        (void)spi_controller_bus.cancel();
    }
    if (OPTIONAL_HAS(spi_controller.owner)) {
        const struct process_id owner = OPTIONAL_GET(spi_controller.owner);
        enum error error;
        WITH_GRANT(struct spi_controller_client, client, owner, error)
        {
            client_tell(owner, client, spi_controller.done_bytes, spi_controller.status);
        }
    }
}

/// Whatever the bus holds was asked for before a restart.
static void life_begin(void)
{
    if (!spi_controller.is_started) {
        spi_controller.is_started = true;
        (void)spi_controller_bus.cancel();
    }
}

void spi_controller_deferred(void)
{
    life_begin();
    if (!spi_controller.is_busy || spi_controller.is_at_bus) {
        return;
    }
    if (spi_controller.status == ERROR_NONE && spi_controller.left_bytes > 0) {
        spi_controller.status = part_start();
    }
    if (!spi_controller.is_at_bus) {
        transfer_end();
    }
}

void spi_controller_done(const struct spi_done *event)
{
    if (!spi_controller.is_at_bus) {
        // Nobody's; but a bus that has been restarted has let go of the device.
        if (spi_controller.is_busy && event->status == ERROR_RESERVE) {
            spi_controller.status = ERROR_RESERVE;
        }
        return;
    }
    spi_controller.is_at_bus = false;
    if (spi_controller.status == ERROR_NONE) {
        spi_controller.status = event->status;
    }
    if (event->status != ERROR_NONE) {
        spi_controller.is_held = false;
    } else if (spi_controller.status == ERROR_NONE) {
        spi_controller.status = part_deliver(event->buffer);
    }
    if (spi_controller.status == ERROR_NONE) {
        spi_controller.done_bytes += spi_controller.part_bytes;
        spi_controller.left_bytes -= spi_controller.part_bytes;
    }
    deferred_call_request();
}

// ---------------------------------------------------------------------------------------------
// Commands

/// Takes the leases of a transfer. Returns how many bytes it may have.
static uint32_t leases_take(struct process_id process, uint32_t number)
{
    struct lease given; // Only a command to send has a use for it.
    lease_take(process, BUFFER_READ_WRITE, SPI_CONTROLLER_ALLOW_READ, UINT32_MAX,
               &spi_controller.to);
    const uint32_t room_bytes = lease_left(&spi_controller.to);
    if (number == SPI_CONTROLLER_COMMAND_READ) {
        spi_controller.direction = SPI_READ;
        return room_bytes;
    }
    spi_controller.direction = SPI_EXCHANGE;
    if (number == SPI_CONTROLLER_COMMAND_EXCHANGE_IN_PLACE) {
        // Each goes its own way through the buffer.
        spi_controller.from = spi_controller.to;
        return room_bytes;
    }
    lease_take(process, BUFFER_READ_ONLY, SPI_CONTROLLER_ALLOW_WRITE, UINT32_MAX, &given);
    spi_controller.from = given;
    if (room_bytes == 0) {
        spi_controller.direction = SPI_WRITE;
        return lease_left(&given);
    }
    return room_bytes < lease_left(&given) ? room_bytes : lease_left(&given);
}

static enum error transfer_start(const struct command *command)
{
    if (spi_controller.is_busy) {
        return ERROR_BUSY;
    }
    life_begin();
    const uint32_t length_bytes = command->argument[0];
    if (length_bytes == 0 || length_bytes > leases_take(command->process, command->number)) {
        return ERROR_INVALID;
    }
    enum error error = ERROR_NONE;
    WITH_GRANT(struct spi_controller_client, client, command->process, error)
    {
        spi_controller.status = ERROR_NONE;
        spi_controller.done_bytes = 0;
        spi_controller.left_bytes = length_bytes;
        error = part_start();
        spi_controller.is_busy = error == ERROR_NONE;
        client->is_waiting = error == ERROR_NONE;
    }
    return error;
}

static void mode_bit_set(uint32_t bit, bool is_set)
{
    spi_controller.mode =
        (uint8_t)(is_set ? spi_controller.mode | bit : spi_controller.mode & ~bit);
}

static uint32_t mode_bit(uint32_t bit)
{
    return (spi_controller.mode & bit) != 0 ? 1 : 0;
}

static void owner_command(struct command *command)
{
    const uint32_t wanted = command->argument[0];
    switch (command->number) {
    case SPI_CONTROLLER_COMMAND_EXCHANGE:
    case SPI_CONTROLLER_COMMAND_READ:
    case SPI_CONTROLLER_COMMAND_EXCHANGE_IN_PLACE:
        command_result(command, transfer_start(command));
        break;
    case SPI_CONTROLLER_COMMAND_RATE_SET:
        if (wanted != 0) {
            spi_controller.rate_hz = wanted;
        }
        command_result(command, wanted != 0 ? ERROR_NONE : ERROR_INVALID);
        break;
    case SPI_CONTROLLER_COMMAND_RATE:
        command_success_u32(command, spi_controller.rate_hz);
        break;
    case SPI_CONTROLLER_COMMAND_PHASE_SET:
        mode_bit_set(SPI_MODE_TRAILING, wanted != 0);
        command_success(command);
        break;
    case SPI_CONTROLLER_COMMAND_PHASE:
        command_success_u32(command, mode_bit(SPI_MODE_TRAILING));
        break;
    case SPI_CONTROLLER_COMMAND_POLARITY_SET:
        mode_bit_set(SPI_MODE_IDLE_HIGH, wanted != 0);
        command_success(command);
        break;
    case SPI_CONTROLLER_COMMAND_POLARITY:
        command_success_u32(command, mode_bit(SPI_MODE_IDLE_HIGH));
        break;
    default:
        command_failure(command, ERROR_NO_SUPPORT);
        break;
    }
}

void spi_controller_command(struct command *command)
{
    if (command->number == COMMAND_EXISTS) {
        command_success(command);
        return;
    }
    if (!OPTIONAL_HAS(spi_controller.owner)) {
        OPTIONAL_SET(spi_controller.owner, command->process);
        spi_controller.rate_hz = SPI_CONTROLLER_RATE_HZ;
        spi_controller.mode = 0;
    }
    if (!process_id_equal(OPTIONAL_GET(spi_controller.owner), command->process)) {
        command_failure(command, ERROR_NO_MEMORY);
        return;
    }
    owner_command(command);
}

void spi_controller_process_ended(struct process_id *process)
{
    if (OPTIONAL_HAS(spi_controller.owner) &&
        process_id_equal(OPTIONAL_GET(spi_controller.owner), process_id_at(process))) {
        OPTIONAL_CLEAR(spi_controller.owner);
        // What is at the bus is finished, and then no more follows.
        spi_controller.status = ERROR_CANCEL;
        deferred_call_request();
    }
}

void spi_controller_on_restart(struct process_id *process)
{
    enum error error;
    WITH_GRANT(struct spi_controller_client, client, process_id_at(process), error)
    {
        client_tell(process_id_at(process), client, 0, ERROR_RESERVE);
    }
    deferred_call_request();
}
